; An installer for Windows, by Inno Setup 6. Not run yet: nobody has built it on a Windows machine.
;
; On Windows, in a copy of the folder, with PyInstaller's folder made before:
;   .venv\Scripts\python docs\deploy\builds.py folder
;   iscc /DVersion=0.1.0 docs\deploy\coach.iss
; It writes dist\conversation-coach-0.1.0-setup.exe. Sign that file before it is handed out.
; Silent, for one person, without administrator's rights:
;   conversation-coach-0.1.0-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART /CURRENTUSER
; Silent, for the whole machine:
;   conversation-coach-0.1.0-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART /ALLUSERS

#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
AppId={{7B0A5C0E-4C3E-4B55-9E1B-6E0E1B6D2C41}
AppName=Conversation coach
AppVersion={#Version}
DefaultDirName={autopf}\Conversation coach
DefaultGroupName=Conversation coach
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesEnvironment=yes
Compression=lzma2
SolidCompression=yes
OutputDir=..\..\dist
OutputBaseFilename=conversation-coach-{#Version}-setup
LicenseFile=..\..\LICENSE
UninstallDisplayIcon={app}\coach.exe

[Tasks]
Name: "path"; Description: "Let `coach` be typed in any terminal"

[Files]
Source: "..\..\dist\coach\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\Conversation coach"; Filename: "{app}\coach.exe"

[Registry]
Root: HKA; Subkey: "{code:PathKey}"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: NotOnPath

[Code]
function PathKey(Param: string): string;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

function NotOnPath: Boolean;
var
  Known: string;
begin
  if not RegQueryStringValue(HKA, PathKey(''), 'Path', Known) then
    Known := '';
  Result := Pos(';' + Lowercase(ExpandConstant('{app}')) + ';', ';' + Lowercase(Known) + ';') = 0;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Known, Own: string;
begin
  { What a person rehearsed stays: `coach forget --all` overwrites it, and should be run before. }
  if (Step = usPostUninstall) and RegQueryStringValue(HKA, PathKey(''), 'Path', Known) then
  begin
    Own := ExpandConstant('{app}');
    StringChangeEx(Known, ';' + Own, '', True);
    RegWriteExpandStringValue(HKA, PathKey(''), 'Path', Known);
  end;
end;
