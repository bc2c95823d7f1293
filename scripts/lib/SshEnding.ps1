# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.

# How ssh ends, and what it means.

# @{ Text; Next; Ends } for what ssh said. Ends: no waiting mends it.
function Get-LabSshEnding {
    [CmdletBinding()] [OutputType([hashtable])] param([Parameter(Mandatory)] [hashtable] $Result)
    $said = [string]$Result.ErrorText
    $key = Get-LabKeyPath
    $table = @(
        # Before "Permission denied", in which it ends.
        @{ When = 'UNPROTECTED PRIVATE KEY FILE|bad permissions|Permissions .* are too open|Bad owner or permissions'; Ends = $true
            Text = 'ssh ignores the key {0}, because other accounts may read it' -f $key
            Next = @('run lab.cmd up: it sets the access rights of the key',
                ('or by hand: icacls "{0}" /inheritance:r /grant:r "*{1}:F" "*S-1-5-18:F" "*S-1-5-32-544:F"' -f $key, (Get-LabUserSid))) },
        # Before "Host key verification failed", in which it ends.
        @{ When = 'No .* host key is known for'; Ends = $true
            Text = 'the file with the host keys of the nodes is lost: {0}' -f (Get-LabKnownHostsPath)
            Next = @('run lab.cmd start: it writes it again') },
        @{ When = 'REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed'; Ends = $true
            Text = 'the node has another host key than the one it was made with, so it is not taken for the same machine'
            Next = @('another machine may have its address: look at the screen of the node with vmconnect.exe',
                ('a node that version 0.2.0 made and you restored from a copy: delete its line in ' + (Get-LabKnownHostsPath))) },
        @{ When = 'invalid format|error in libcrypto|Load key .*: '; Ends = $true
            Text = 'the key {0} cannot be read' -f $key
            Next = @('restore it from a backup of the lab''s folder: it is the only way into the nodes') },
        @{ When = 'Permission denied'; Ends = $false
            Text = 'the node does not accept the key yet'
            Next = @('normal in the first minutes of a node; if it lasts, the node has not read its seed, or was made with another key',
                'look at its screen with vmconnect.exe') },
        @{ When = 'Connection refused'; Ends = $false
            Text = 'the node runs and its SSH server does not yet'; Next = @('wait a minute; then look at its screen') },
        @{ When = 'kex_exchange_identification|Connection (closed|reset) by|Connection reset|ssh_exchange_identification|Broken pipe'
            Ends = $false; Text = 'the node closes the connection: it is starting, shutting down, or busy'
            Next = @('wait a minute; a VPN or a firewall on Windows can do the same') },
        @{ When = 'timed out|Connection timeout|did not end within'; Ends = $false
            Text = 'the node does not answer'
            Next = @('run lab.cmd doctor: the network may be at fault', 'a VPN on Windows can take the address away from the lab') },
        @{ When = 'No route to host|Network is unreachable|Could not resolve|Unknown error'; Ends = $false
            Text = 'Windows knows no way to the node'; Next = @('run lab.cmd up: it mends switch, address and NAT') },
        # What is left of a connection that was ended: ssh of Windows says so at the end of many a failure.
        @{ When = 'IO is still pending on closed socket|close - IO is still pending'; Ends = $false
            Text = 'the connection to the node broke off'; Next = @('wait a moment: it is tried again') })
    foreach ($row in $table) { if ($said -match $row.When) { return @{ Text = $row.Text; Next = $row.Next; Ends = $row.Ends } } }
    return @{ Text = (Format-LabText -Text (Get-LabTail -Result $Result -Line 1)); Next = @(); Ends = $false }
}
