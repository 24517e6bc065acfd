#!/usr/bin/env python3
"""Sets up what this checkout is missing, then starts the desktop, the tests or the tools.

Standard library only; runs on Linux, macOS and Windows with Python 3.11 to 3.13 and either uv or
pip. Everything lands in `.venv`, pinned by hashes. A stamp in there tells the next start that
nothing has changed, so that it goes straight on.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

USAGE = """\
usage: python3 dev.py COMMAND ...          (Windows: py dev.py COMMAND ...)

  run [--demo] [--profile DIR]   start the desktop
  cli COMMAND ...                the same product without a window (see: cli --help)
  test [PYTEST OPTIONS]          run the tests
  check                          lint, format, types, import contracts, docs
  bench [NAME] [--json]          run the benchmarks
  soak [--minutes N] [--seed N]  random work against what must always hold; or --people N --days N
  attack [NAME ...] [--scale N]  kills, full disks, hostile input: a table of what held
  stories                        three stories played, with every word said or sent
  plans [KEY ...]                every plan for each weekday of its beginning
  lock [--upgrade]               pin what pyproject.toml asks for anew (needs uv)
"""

OLDEST, NEWEST = (3, 11), (3, 13)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "touchline-stamp"
LIBRARIES_STAMP = VENV / "touchline-libraries"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"

# What Qt asks of a Linux system, and the Debian or Ubuntu package that brings it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}

# What some tests drive for real on Linux, and the package that brings it.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "dunst": "dunst",
    "gio": "libglib2.0-bin",
    "notify-send": "libnotify-bin",
    "xdg-open": "xdg-utils",
    "xdotool": "xdotool",
}

NO_DISPLAY = """\
There is no display here, so no window can open. Choose one:
  - work at the machine itself, or come in with  ssh -X
  - start it on an invisible screen:  xvfb-run -a python3 dev.py run
    (xvfb-run comes with the packages xvfb and xauth)
  - do without a window:  python3 dev.py cli --help"""

NO_INSTALLER = """\
Neither uv nor pip was found, and one of them has to fetch the packages. Install one, for example
  Debian, Ubuntu:  sudo apt-get install -y python3-pip
  elsewhere:       python3 -m ensurepip --user"""

# The first pattern found in what an installer said gives the sentence.
CAUSES = {
    r"DO NOT MATCH THE HASHES|hash(es)? mismatch|in --require-hashes mode": """\
A package is not the one this checkout was pinned to: its hash differs. Nothing of it was installed.
Ask whoever runs your package mirror; do not work around it.""",
    r"No space left on device|not enough space|disk quota exceeded": """\
The disk is full. Make room (about 1 GB is needed) and start again.""",
    r"CERTIFICATE_VERIFY_FAILED|UnknownIssuer|invalid peer certificate": """\
The package server's certificate is not trusted here. Behind a company proxy, set PIP_CERT (pip) or
SSL_CERT_FILE (uv) to the company's certificate file.""",
    r"Permission denied|Access is denied|Read-only file system|Operation not permitted": """\
A file could not be written. Check that this folder belongs to you and can be written to.""",
    r"name resolution|getaddrinfo|NameResolution|dns error|NewConnection|ConnectTimeout|timed out"
    r"|Connection (refused|reset|aborted)|Network is unreachable|ProxyError|Failed to fetch"
    r"|error sending request": """\
The package server could not be reached. Check the network or the proxy (HTTPS_PROXY, or the index
in the configuration of pip or uv), then start again.""",
    r"No matching distribution|could not find a version|no wheels? with a matching"
    r"|No solution found|not supported on|has no usable wheels": """\
A pinned package has no build for this kind of machine, or the package server does not have it.""",
}


class Trouble(Exception):
    """What went wrong, in words for the person at the terminal, and the exit code it ends with."""

    code = 1


class RootNeeded(Trouble):
    """The one line that root has to run first; nothing else stands in it, so it can be copied."""

    code = 2


def explain(said: str) -> str:
    """The sentence for the end of an installer's output (or an error's text), as far as known."""
    for pattern, sentence in CAUSES.items():
        if re.search(pattern, said, re.IGNORECASE):
            return sentence
    return "The packages could not be installed."


def base_python() -> str:
    """The interpreter outside any virtual environment."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def stamp_of(lock: Path) -> str:
    """What the stamp says when `.venv` holds exactly `lock` for this Python and this folder."""
    from hashlib import sha256

    digest = sha256(lock.read_bytes()).hexdigest()
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return f"{lock.name}\n{digest}\npython {version} {sys.platform}\n{ROOT}\n"


def read_stamp() -> str:
    try:
        return STAMP.read_text(encoding="utf-8") if PYTHON.exists() else ""
    except (OSError, UnicodeDecodeError):
        return ""


def is_ready(stamp: str, lock: Path) -> bool:
    """Whether `.venv` needs nothing: the developer's lock holds all of the other one too."""
    return stamp == stamp_of(DEV_LOCK) or (lock == RUNTIME_LOCK and stamp == stamp_of(lock))


def prepare(lock: Path) -> None:
    """Make `.venv` hold `lock`, unless its stamp says that it does."""
    if is_ready(read_stamp(), lock):
        return
    with one_at_a_time():
        stamp = read_stamp()
        if is_ready(stamp, lock):
            return
        if stamp.startswith(DEV_LOCK.name):
            lock = DEV_LOCK  # starting the desktop takes no tool away from a developer
        print(f"Setting up {VENV} from {lock.name}; the first time takes a minute or two.")
        STAMP.unlink(missing_ok=True)
        make_venv()
        install(lock)
        point_to_checkout()
        STAMP.write_text(stamp_of(lock), encoding="utf-8")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the lock of the setup: a second terminal waits, the system frees it at exit."""
    (ROOT / ".tools").mkdir(exist_ok=True)
    with (ROOT / ".tools" / "setup.lock").open("w") as handle:
        if sys.platform == "win32":
            import errno
            import msvcrt

            while True:
                try:
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError as error:  # held for more than 10 s: ask again
                    if error.errno != errno.EDEADLK:
                        raise
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """Create `.venv`, without pip so that Debian's bare python3 can; keep one that fits."""
    from shutil import rmtree, which

    settings = VENV / "pyvenv.cfg"
    if settings.exists() and PYTHON.exists():
        version = re.search(
            r"^version(?:_info)? *= *(\d+)\.(\d+)", settings.read_text(), re.MULTILINE
        )
        if version and (int(version[1]), int(version[2])) == sys.version_info[:2]:
            return
    if settings.exists():
        rmtree(VENV)
    elif VENV.exists() and any(VENV.iterdir()):
        raise Trouble(f"{VENV} is there but is no virtual environment. Move it away, please.")
    failed = capture([base_python(), "-m", "venv", "--without-pip", str(VENV)])
    uv = which("uv")
    if failed is not None and uv:
        failed = capture([uv, "venv", "--python", base_python(), str(VENV)])
    if failed is not None:
        raise Trouble(f"{failed}\nNo virtual environment could be made in {VENV}.")


def install(lock: Path) -> None:
    """Install exactly what `lock` pins, by uv, else by pip; wheels only, every hash checked."""
    from shutil import which

    failed: str | None = None
    uv = which("uv")
    if uv:
        sync = [uv, "pip", "sync", "--python", str(PYTHON), "--require-hashes", "--no-build"]
        failed = capture([*sync, "--compile-bytecode", str(lock)])
        if failed is None:
            return
    pip = find_pip()
    if pip:  # also after uv failed: only pip may be configured for the company's mirror
        how = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-input"]
        failed = capture([*pip, "install", *how, "-r", str(lock)])
        if failed is None:
            remove_strangers(pip, lock)
            return
    if failed is None:
        raise Trouble(NO_INSTALLER)
    raise Trouble(f"{failed}\n\n{explain(failed)}")


def find_pip() -> list[str] | None:
    """How to call a pip that works on `.venv`, from this interpreter or the one below it."""
    import subprocess

    for python in dict.fromkeys((sys.executable, base_python())):
        asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return [python, "-m", "pip", "--disable-pip-version-check", "--python", str(PYTHON)]
    return None


def remove_strangers(pip: Sequence[str], lock: Path) -> None:
    """Take away what an older lock left, so that no import works by accident: pip only adds."""
    import subprocess

    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    pinned = {plain(name) for name in re.findall(r"^([\w.-]+)==", lock.read_text(), re.MULTILINE)}
    listed = subprocess.run(
        [*pip, "list", "--format=freeze"], capture_output=True, text=True, check=False
    ).stdout
    names = {plain(name) for name in re.findall(r"^([\w.-]+)==", listed, re.MULTILINE)}
    strangers = sorted(names - pinned - {"pip", "setuptools", "wheel"})
    if strangers:
        capture([*pip, "uninstall", "--yes", *strangers])


def point_to_checkout() -> None:
    """Make `app` importable from every folder, so that file names may be relative to yours."""
    for packages in (*VENV.glob("lib/python3*/site-packages"), *VENV.glob("Lib/site-packages")):
        (packages / "touchline.pth").write_text(f"{ROOT}\n", encoding="locale")


def capture(command: Sequence[str]) -> str | None:
    """Run a program, showing large downloads only. None if it worked, else the end of its words."""
    import subprocess

    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            lines.append(line.rstrip())
            if re.match(r" *Downloading .*\d Mi?B", line):  # the large ones
                print(f"  {line.strip()}", flush=True)
    return None if child.returncode == 0 else "\n".join(lines[-15:]) or f"{command[0]} failed"


def prepare_system(*, programs: bool) -> None:
    """On Linux: have what Qt needs of the system, and with `programs` what some tests work with.

    Root installs it. Anybody else is told the one line that does, for everything at once.
    """
    from shutil import which

    if not sys.platform.startswith("linux"):
        return
    missing = missing_packages(programs=programs)
    if not missing:
        return
    packages = " ".join(sorted(set(missing.values())))
    if not which("apt-get"):
        raise Trouble(
            f"The system lacks {', '.join(missing)}.\n"
            f"Debian and Ubuntu call the packages {packages}; your package manager has them under "
            "similar names."
        )
    line = f"apt-get install -y --no-install-recommends {packages}"
    if os.geteuid() != 0:
        raise RootNeeded(f"apt-get update && {line}  # once, as root; then start this again")
    failed = apt_install(line)
    still = ", ".join(missing_packages(programs=programs))
    if failed is not None or still:
        raise Trouble(f"{failed or ''}\n{explain(failed or '')}\nNot there: {still}.".lstrip())


def missing_packages(*, programs: bool) -> dict[str, str]:
    """What the system lacks, with the package of each; libraries found once stay found."""
    from shutil import which

    asked = "\n".join(QT_LIBRARIES)
    found = LIBRARIES_STAMP.exists() and LIBRARIES_STAMP.read_text(encoding="utf-8") == asked
    missing = {} if found else missing_libraries()
    if not found and not missing and VENV.exists():
        LIBRARIES_STAMP.write_text(asked, encoding="utf-8")
    if programs:
        missing |= {name: package for name, package in TEST_PROGRAMS.items() if not which(name)}
    return missing


def apt_install(line: str) -> str | None:
    """Install Debian packages as root. None when that worked, else the end of what apt said."""
    print(f"Installing with {line}", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    # A new machine often brings itself up to date at the same time.
    command = [*line.split(), "-o", "DPkg::Lock::Timeout=300"]
    failed = capture(command)
    if failed is not None:  # the package lists may be old or absent
        capture(["apt-get", "update"])
        failed = capture(command)
    return failed


def missing_libraries() -> dict[str, str]:
    """The libraries that the system's loader does not find, with their packages."""
    import ctypes

    missing = {}
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def start(arguments: Sequence[str]) -> int:
    """Become `.venv`'s Python with these arguments; where the system cannot, wait for it."""
    command = [str(PYTHON), *arguments]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    import subprocess

    return subprocess.run(command, check=False).returncode


def run(rest: list[str]) -> int:
    prepare_system(programs=False)
    environment = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(key) for key in environment):
        raise Trouble(NO_DISPLAY)
    prepare(RUNTIME_LOCK)
    return start(["-P", "-m", "app", *rest])


def cli(rest: list[str]) -> int:
    prepare(RUNTIME_LOCK)
    return start(["-P", "-m", "app", *(rest or ["--help"])])


def prepare_tools(*, programs: bool = False) -> None:
    prepare_system(programs=programs)
    prepare(DEV_LOCK)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.chdir(ROOT)


def test(rest: list[str]) -> int:
    prepare_tools(programs=True)
    return start(["-m", "pytest", "-q", "-n", "2", *rest])


def module(name: str) -> Callable[[list[str]], int]:
    """The command that starts one of our own modules."""

    def begin(rest: list[str]) -> int:
        prepare_tools()
        return start(["-m", name, *rest])

    return begin


def check(rest: list[str]) -> int:
    """Every check runs, so that one failure does not hide the next."""
    import subprocess

    if rest:
        raise Trouble("check takes no options: it always checks everything.")
    prepare_tools()
    steps = {
        "lint": ["-m", "ruff", "check", "."],
        "format": ["-m", "ruff", "format", "--check", "."],
        "types": ["-m", "mypy"],
        "imports": ["-c", "from importlinter.cli import lint_imports_command as main; main()"],
        "docs": ["-m", "pytest", "-q", "tests/docs"],
    }
    failed = []
    for name, step in steps.items():
        print(f"-- {name}", flush=True)
        if subprocess.run([str(PYTHON), *step], check=False).returncode != 0:
            failed.append(name)
    print(f"-- failed: {', '.join(failed)}" if failed else "-- all good", flush=True)
    return 1 if failed else 0


def lock(rest: list[str]) -> int:
    """Resolve for every system and Python at once; the tools take the product's own pins over."""
    from shutil import which

    uv = which("uv")
    if not uv:
        raise Trouble("lock needs uv on the PATH.")
    os.chdir(ROOT)
    os.environ["UV_CUSTOM_COMPILE_COMMAND"] = "python3 dev.py lock"
    how = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    how += ["--python-version", "3.11", "--no-emit-index-url", *rest, "pyproject.toml"]
    tools = ["--group", "dev", "--constraints", RUNTIME_LOCK.name]
    for target, more in ((RUNTIME_LOCK, []), (DEV_LOCK, tools)):
        failed = capture([*how, *more, "--output-file", target.name])
        if failed is not None:
            raise Trouble(f"{failed}\n{target.name} could not be made.")
        print(f"{target.name} is up to date.")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "cli": cli,
    "test": test,
    "check": check,
    "bench": module("benchmarks"),
    "soak": module("tests.soak"),
    "attack": module("tests.attack"),
    "stories": module("tests.e2e.stories"),
    "plans": module("tests.plans_printed"),
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    """Exit code: the started program's own; 1 for trouble, said in words; 2 for wrong usage, or
    with the line that root has to run first."""
    if arguments and arguments[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        print(USAGE, end="", file=sys.stderr)
        return 2
    try:
        if not OLDEST <= sys.version_info[:2] <= NEWEST:
            raise Trouble(
                f"Touchline needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}.\n"
                "Start it with one of those, for example: python3.12 dev.py run"
            )
        return command(arguments[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return trouble.code
    except OSError as error:
        print(f"{error}\n{explain(str(error))}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
