@goto :begin
# Generated from homelab.yaml by `npm run synth`; a change made here is lost at the next synth.
:begin
@rem Starts a verb of the lab: lab.cmd VERB [options]. "lab.cmd help" lists them.
@rem Every line begins with "@" instead of one "echo off", which would outlast this file in a batch file that calls it.
@setlocal EnableExtensions DisableDelayedExpansion
@rem A 32-bit program finds the 64-bit Windows PowerShell, which has Hyper-V and OpenSSH beside it, under Sysnative only.
@set "LAB_SYSTEM=%SystemRoot%\System32"
@if exist "%SystemRoot%\Sysnative\cmd.exe" set "LAB_SYSTEM=%SystemRoot%\Sysnative"
@set "LAB_SHELL=%LAB_SYSTEM%\WindowsPowerShell\v1.0\powershell.exe"
@rem What PowerShell 7 puts here, Windows PowerShell would load instead of its own modules.
@set "PSModulePath="
@rem -InputFormat None: otherwise PowerShell itself reads what is piped in, and kubectl gets nothing.
@"%LAB_SHELL%" -NoLogo -NoProfile -InputFormat None -ExecutionPolicy Bypass -File "%~dp0lib\Lab.ps1" %*
@set "LAB_EXIT=%ERRORLEVEL%"
@if not "%LAB_EXIT%"=="1" goto end
@rem Bypass loses against a group policy that forbids scripts. Then nothing has run, and PowerShell's own words do not say whose rule it is.
@set "LAB_POLICY=SOFTWARE\Policies\Microsoft\Windows\PowerShell"
@set "LAB_ASK=%LAB_SYSTEM%\reg.exe"
@set "LAB_FIND=%LAB_SYSTEM%\findstr.exe"
@"%LAB_ASK%" query "HKLM\%LAB_POLICY%" /v EnableScripts 2>nul | "%LAB_FIND%" /e /c:" 0x0" >nul && goto forbidden
@"%LAB_ASK%" query "HKLM\%LAB_POLICY%" /v ExecutionPolicy 2>nul | "%LAB_FIND%" /e /i /c:" AllSigned" >nul && goto forbidden
@"%LAB_ASK%" query "HKCU\%LAB_POLICY%" /v EnableScripts 2>nul | "%LAB_FIND%" /e /c:" 0x0" >nul && goto forbidden
@"%LAB_ASK%" query "HKCU\%LAB_POLICY%" /v ExecutionPolicy 2>nul | "%LAB_FIND%" /e /i /c:" AllSigned" >nul && goto forbidden
@goto end
:forbidden
@echo.
@echo FAILED  A group policy of this machine forbids PowerShell scripts (Turn on Script Execution), so nothing was run or changed.
@echo   next: ask whoever manages this machine to allow local scripts, or use a machine of your own
@set "LAB_EXIT=2"
:end
@exit /b %LAB_EXIT%
