@echo off
rem SPDX-License-Identifier: Apache-2.0
rem The launcher on Windows: makes AIPROD's own environment the first time, then runs its commands.
setlocal
set "root=%~dp0"
if not defined AIPROD_ENV set "AIPROD_ENV=%root%.venv"
set "group=core"
set "stages=core models"
if /i "%~1"=="app" set "group=desktop" & set "stages=core models desktop"
if /i "%~1"=="test" set "group=dev" & set "stages=core models desktop dev dev-models torch diffusion dev-diffusion"
for %%s in (%stages%) do call :ready %%s || goto setup
goto run
:setup
py -3.11 "%root%installer\setup.py" "%AIPROD_ENV%" %group%
if errorlevel 1 exit /b %errorlevel%
:run
set "PYTHONPATH=%root%engine;%root%app;%PYTHONPATH%"
if "%group%"=="dev" (
  cd /d "%root%"
  shift
  "%AIPROD_ENV%\Scripts\python.exe" -m pytest -n 2 --dist loadfile --no-loadscope-reorder %2 %3 %4 %5 %6 %7 %8 %9
) else (
  "%AIPROD_ENV%\Scripts\python.exe" -m aiprod.cli %*
)
exit /b %errorlevel%
:ready
if "%1"=="torch" (
  call :ready torch-cpu && exit /b 0
  call :ready torch-cuda
  exit /b
)
fc /b "%root%installer\requirements\%1.txt" "%AIPROD_ENV%\.aiprod-%1" >nul 2>&1
exit /b %errorlevel%
