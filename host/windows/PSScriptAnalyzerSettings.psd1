@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # Takes a list for its elements: a function that returns several strings is declared as string[].
        'PSUseOutputTypeCorrectly'
    )
    Rules        = @{
        # The file of that name.
        PSUseSingularNouns        = @{ Enable = $true; NounAllowList = @('Hosts') }
        # Cmdlets and parameters of the oldest Windows that is supported, as far as the analyzer knows them.
        PSUseCompatibleCmdlets    = @{ compatibility = @('desktop-5.1.14393.206-windows') }
        PSUseCompatibleSyntax     = @{ Enable = $true; TargetVersions = @('5.1', '7.0') }
        PSPlaceOpenBrace          = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $false; IgnoreOneLineBlock = $true }
        PSUseConsistentIndentation = @{ Enable = $false }
        PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
    }
}
