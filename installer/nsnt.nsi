; The set-up for one person: no administrator, nothing outside that person's own folders and registry.
; Compiled by build.py, which gives: VERSION LISTS SIZE_KB ICON SIDE OUT, and SIGN when there is a certificate.

Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"
!include "${LISTS}"

!define TITLE "Nước sạch nông thôn"
!define FOLDER "NSNT Desktop"
!define PROGRAM "nsnt-desktop.exe"
!define CONSOLE_PROGRAM "nsnt.exe"
!define UNINSTALLER "uninstall.exe"
!define KIND "NSNT.DataFile"
!define CLASSES "Software\Classes"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\NSNT Desktop"

; What a silent run answers with its exit code; 0 is done, 1 is stopped by a person.
!define EXIT_IN_USE 3
!define EXIT_NEWER 4
!define EXIT_WINDOWS 5
!define EXIT_OLD_STAYS 6

Name "${TITLE}"
BrandingText "${TITLE} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${FOLDER}"
RequestExecutionLevel user
ManifestDPIAware true
SetCompressor /SOLID lzma
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1066 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=1066 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "FileDescription" "Bộ cài đặt ${TITLE}"
VIAddVersionKey /LANG=1066 "CompanyName" "NSNT"
VIAddVersionKey /LANG=1066 "LegalCopyright" "NSNT"

!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_WELCOMEPAGE_TITLE "Cài đặt ${TITLE} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Chương trình được cài cho riêng bạn, không cần quyền quản trị và không cần mạng.$\r$\n$\r$\nTệp dữ liệu và bản sao lưu của bạn không bị thay đổi.$\r$\n$\r$\nNếu chương trình đang mở, hãy đóng lại rồi bấm «Tiến»."
!define MUI_FINISHPAGE_TITLE "Đã cài xong"
!define MUI_FINISHPAGE_TEXT "Mở chương trình từ menu Start, mục «${TITLE}», hoặc bấm đúp vào tệp dữ liệu có đuôi .nsnt."
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "Mở chương trình ngay"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Chương trình sẽ được gỡ khỏi máy này. Tệp dữ liệu, bản sao lưu và các lựa chọn của bạn được giữ nguyên."

!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenStanding
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

; A program that runs cannot be opened for writing: Windows itself says so, whoever started it.
!macro StopWhileOneRuns NAME
  ${DoWhile} ${FileExists} "$INSTDIR\${NAME}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${NAME}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${TITLE} đang mở. Chưa có gì thay đổi.$\r$\n$\r$\nHãy đóng mọi cửa sổ của chương trình rồi bấm «Retry» (thử lại)." /SD IDCANCEL IDCANCEL`
      SetErrorLevel ${EXIT_IN_USE}
      Quit
    ${EndIf}
  ${Loop}
!macroend

!macro StopWhileRunning
  !insertmacro StopWhileOneRuns "${PROGRAM}"
  !insertmacro StopWhileOneRuns "${CONSOLE_PROGRAM}"
!macroend

!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Var Standing ; the version that is installed now, empty when none is

Section "Chương trình" Main
  SectionIn RO
  !insertmacro StopWhileRunning
  ${If} $Standing != ""
    ; Its own uninstaller knows which files it brought; ours would leave those that are no longer used.
    ExecWait '"$INSTDIR\${UNINSTALLER}" /S _?=$INSTDIR' $0
    ${If} $0 <> 0
      MessageBox MB_OK|MB_ICONSTOP "Chưa gỡ được phiên bản $Standing nên chưa cài phiên bản ${VERSION}. Dữ liệu vẫn nguyên vẹn.$\r$\n$\r$\nHãy khởi động lại máy rồi cài lại." /SD IDOK
      SetErrorLevel ${EXIT_OLD_STAYS}
      Quit
    ${EndIf}
  ${EndIf}
  !insertmacro PutFiles
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  SetOutPath "$DOCUMENTS" ; where the program begins: its file windows open there
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${PROGRAM}"

  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "Dữ liệu ${TITLE}"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${CLASSES}\.nsnt" "" "${KIND}"
  WriteRegNone HKCU "${CLASSES}\.nsnt\OpenWithProgids" "${KIND}"
  !insertmacro TellExplorer

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "NSNT"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "Lối tắt trên màn hình nền" Desktop
  SetOutPath "$DOCUMENTS"
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${PROGRAM}"
SectionEnd

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "Chương trình cần Windows 10 (bản 1809) 64 bit trở lên. Chưa có gì thay đổi trên máy này." /SD IDOK
    SetErrorLevel ${EXIT_WINDOWS}
    Quit
  ${EndIf}
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 == ""
  ${OrIfNot} ${FileExists} "$0\${UNINSTALLER}"
    Return
  ${EndIf}
  StrCpy $INSTDIR $0 ; a new version goes where the old one stands
  ReadRegStr $Standing HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${VersionCompare} "$Standing" "${VERSION}" $0
  ${If} $0 == 1
    MessageBox MB_OK|MB_ICONSTOP "Máy này đang có phiên bản $Standing, mới hơn phiên bản ${VERSION} của bộ cài đặt. Chưa có gì thay đổi.$\r$\n$\r$\nNếu cần phiên bản cũ, hãy gỡ chương trình trước; tệp dữ liệu do phiên bản mới ghi có thể không mở được." /SD IDOK
    SetErrorLevel ${EXIT_NEWER}
    Quit
  ${EndIf}
  ${IfNot} ${FileExists} "$DESKTOP\${TITLE}.lnk"
    SectionSetFlags ${Desktop} 0 ; taken off the desktop once, not put back by each new version
  ${EndIf}
FunctionEnd

Function SkipWhenStanding
  ${If} $Standing != ""
    Abort
  ${EndIf}
FunctionEnd

Section "Uninstall"
  !insertmacro StopWhileRunning
  !insertmacro TakeFiles
  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR" ; without /r: whatever else stands in it stays
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
  DeleteRegValue HKCU "${CLASSES}\.nsnt\OpenWithProgids" "${KIND}"
  ReadRegStr $0 HKCU "${CLASSES}\.nsnt" ""
  ${If} $0 == "${KIND}"
    DeleteRegValue HKCU "${CLASSES}\.nsnt" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "${CLASSES}\.nsnt\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.nsnt"
  !insertmacro TellExplorer
SectionEnd
