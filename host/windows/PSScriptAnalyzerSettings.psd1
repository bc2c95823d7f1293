@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # Takes a list for its elements: a function that returns several strings is declared as string[].
        'PSUseOutputTypeCorrectly'
    )
    Rules        = @{
        PSUseCompatibleSyntax     = @{ Enable = $true; TargetVersions = @('5.1', '7.0') }
        PSPlaceOpenBrace          = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $false; IgnoreOneLineBlock = $true }
        PSUseConsistentIndentation = @{ Enable = $false }
        PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
    }
}
