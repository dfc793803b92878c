"""Whether a folder is on this machine's own disk, or on a network drive, where a write-ahead log may corrupt."""

import sys
from pathlib import Path, PurePath

NETWORK = tuple("nfs cifs smb ncp afs 9p davfs fuse.sshfs fuse.rclone glusterfs ceph lustre".split())
"""How the kinds of network drives begin that Linux knows."""
REMOTE_DRIVE = 4
"""What Windows calls a network drive."""


def is_local(folder: Path) -> bool:
    """Whether it is certainly local. What cannot be found out counts as a network drive: slower, and right anywhere."""
    if sys.platform == "win32":
        import ctypes

        anchor = folder.resolve().anchor
        return not anchor.startswith("\\\\") and ctypes.windll.kernel32.GetDriveTypeW(anchor) != REMOTE_DRIVE
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return False
    return not kind(folder.resolve(), mounts).startswith(("unknown", *NETWORK))


def kind(folder: PurePath, mounts: str) -> str:
    """The kind of file system that a folder is on, from Linux's list of them; `unknown` for none."""
    best, found = -1, "unknown"
    for line in mounts.splitlines():
        _, where, name, *_ = [*line.split(" "), "", "", ""]
        point = PurePath(where.replace("\\040", " "))
        # Later ones lie over earlier ones at the same place.
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), name or "unknown"
    return found
