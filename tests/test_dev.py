"""dev.py as a person meets it: a real process in a small checkout, with wheels made on the spot."""

import ast
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parents[1]
NOWHERE = "http://127.0.0.1:9/simple"
APP = """\
import os, sys
import probe
print("app", probe.VERSION, sys.argv[1:], os.getcwd())
sys.exit(7 if "fail" in sys.argv else 0)
"""
PYTEST = """\
import os, sys
print("pytest", sys.argv[1:], os.environ["QT_QPA_PLATFORM"], os.getcwd())
"""


def build_wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> str:
    """A small pure wheel; returns the line that pins it."""
    info = f"{name}-{version}.dist-info"
    content = dict(files)
    content[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    content[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = ""
    for path, text in content.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        record += f"{path},sha256={digest.decode()},{len(text.encode())}\n"
    content[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in content.items():
            archive.writestr(path, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@dataclass
class Checkout:
    """A copy of dev.py with an app that prints its arguments, and wheels instead of a server."""

    folder: Path
    wheels: Path
    pins: dict[str, str] = field(default_factory=dict)

    def lock(self, *names: str, dev: tuple[str, ...] = ()) -> None:
        runtime = "".join(self.pins[name] for name in names)
        tools = "".join(self.pins[name] for name in dev)
        (self.folder / "requirements.lock").write_text(runtime, encoding="utf-8")
        (self.folder / "requirements-dev.lock").write_text(runtime + tools, encoding="utf-8")

    def start(
        self,
        *arguments: str,
        cwd: Path | None = None,
        script: str = "dev.py",
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run `python3 dev.py ARGUMENTS`; both installers look into the folder of wheels only."""
        inherited = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PIP_", "UV_", "VIRTUAL_ENV"))
            and key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        }
        offline = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_NO_INDEX": "1",
            "UV_CACHE_DIR": str(self.folder.parent / "cache"),
            "UV_FIND_LINKS": str(self.wheels),
            "UV_NO_CONFIG": "1",
            "UV_NO_INDEX": "1",
        }
        return subprocess.run(
            [dev.base_python(), str(self.folder / script), *arguments],
            cwd=cwd or self.folder,
            env=inherited | offline | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    folder, wheels = tmp_path / "a checkout", tmp_path / "wheels"
    (folder / "app").mkdir(parents=True)
    wheels.mkdir()
    shutil.copy(ROOT / "dev.py", folder)
    (folder / "app" / "__init__.py").touch()
    (folder / "app" / "__main__.py").write_text(APP, encoding="utf-8")
    made = Checkout(folder, wheels)
    for version in ("1", "2"):
        pin = build_wheel(wheels, "probe", version, {"probe.py": f"VERSION = {version}\n"})
        made.pins[f"probe{version}"] = pin
    made.pins["extra"] = build_wheel(wheels, "extra", "1", {"extra.py": ""})
    made.pins["pytest"] = build_wheel(
        wheels, "pytest", "1", {"pytest/__init__.py": "", "pytest/__main__.py": PYTEST}
    )
    made.lock("probe1", dev=("pytest",))
    yield made
    # A real venv is large in files; do not leave it to the folders pytest keeps.
    shutil.rmtree(folder / ".venv", ignore_errors=True)


def installed(checkout: Checkout) -> set[str]:
    return {path.name for path in (checkout.folder / ".venv").rglob("*.dist-info")}


@pytest.mark.parametrize("arguments", [(), ("fly",), ("--run",)])
def test_wrong_usage_prints_the_commands(checkout: Checkout, arguments: tuple[str, ...]) -> None:
    result = checkout.start(*arguments)
    assert result.returncode == 2
    assert "usage: python3 dev.py COMMAND" in result.stderr
    assert result.stdout == ""


def test_help_is_no_error(checkout: Checkout) -> None:
    result = checkout.start("--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert all(f"\n  {command}" in result.stdout for command in dev.COMMANDS)


def test_without_a_display_run_says_how_to_go_on(checkout: Checkout) -> None:
    result = checkout.start("run")
    assert result.returncode == 1
    assert result.stderr.startswith("There is no display here")
    assert all(way in result.stderr for way in ("ssh -X", "xvfb-run", "dev.py cli"))
    assert not (checkout.folder / ".venv").exists()


def test_first_start_sets_up_and_the_second_goes_straight_on(
    checkout: Checkout, tmp_path: Path
) -> None:
    first = checkout.start("cli", "import", "a b.csv", "--json", cwd=tmp_path)
    assert first.stderr == ""
    assert "Setting up" in first.stdout
    assert f"app 1 ['import', 'a b.csv', '--json'] {tmp_path}" in first.stdout
    assert first.returncode == 0

    second = checkout.start("cli", "fail", cwd=tmp_path)
    assert second.stdout == f"app 1 ['fail'] {tmp_path}\n"
    assert second.returncode == 7


def test_run_passes_its_options_on(checkout: Checkout) -> None:
    result = checkout.start("run", "--demo", "--profile", "X", QT_QPA_PLATFORM="offscreen")
    assert "app 1 ['--demo', '--profile', 'X']" in result.stdout, result.stderr


def test_test_runs_offscreen_from_the_root(checkout: Checkout, tmp_path: Path) -> None:
    result = checkout.start("test", "-k", "queue", cwd=tmp_path)
    expected = f"pytest ['-q', '-n', '2', '-k', 'queue'] offscreen {checkout.folder}"
    assert expected in result.stdout, result.stderr


def test_a_new_lock_is_installed_in_place_and_old_packages_go(checkout: Checkout) -> None:
    checkout.lock("probe1", "extra", dev=("pytest",))
    checkout.start("test")
    keepsake = checkout.folder / ".venv" / "keepsake"
    keepsake.touch()
    assert {"probe-1.dist-info", "extra-1.dist-info", "pytest-1.dist-info"} <= installed(checkout)

    checkout.lock("probe2", dev=("pytest",))
    result = checkout.start("cli")

    assert "app 2" in result.stdout, result.stderr
    assert keepsake.exists()
    # Starting the app left the developer's tools where they were.
    assert {"probe-2.dist-info", "pytest-1.dist-info"} == installed(checkout)


def test_a_venv_made_by_hand_is_adopted(checkout: Checkout) -> None:
    venv = checkout.folder / ".venv"
    subprocess.run([dev.base_python(), "-m", "venv", "--without-pip", str(venv)], check=True)
    (venv / "keepsake").touch()
    assert "app 1" in checkout.start("cli").stdout
    assert (venv / "keepsake").exists()


def test_a_venv_of_another_python_is_made_anew(checkout: Checkout) -> None:
    venv = checkout.folder / ".venv"
    subprocess.run([dev.base_python(), "-m", "venv", "--without-pip", str(venv)], check=True)
    (venv / "pyvenv.cfg").write_text("version = 3.9.1\n", encoding="utf-8")
    (venv / "keepsake").touch()
    assert "app 1" in checkout.start("cli").stdout
    assert not (venv / "keepsake").exists()


def test_a_folder_that_is_no_venv_is_left_alone(checkout: Checkout) -> None:
    diary = checkout.folder / ".venv" / "diary.txt"
    diary.parent.mkdir()
    diary.write_text("dear me", encoding="utf-8")
    result = checkout.start("cli")
    assert result.returncode == 1
    assert "no virtual environment" in result.stderr
    assert diary.read_text(encoding="utf-8") == "dear me"


def test_a_changed_package_is_refused_in_words(checkout: Checkout) -> None:
    checkout.pins["probe1"] = f"probe==1 --hash=sha256:{'0' * 64}\n"
    checkout.lock("probe1")
    result = checkout.start("cli")
    assert result.returncode == 1
    assert "its hash differs" in result.stderr
    assert "Traceback" not in result.stderr
    assert "probe-1.dist-info" not in installed(checkout)
    # Nothing half-done is taken for ready.
    assert checkout.start("cli").returncode == 1


def test_no_network_is_said_in_words(checkout: Checkout) -> None:
    for wheel in checkout.wheels.iterdir():
        wheel.unlink()
    result = checkout.start(
        "cli",
        PIP_NO_INDEX="0",
        PIP_INDEX_URL=NOWHERE,
        PIP_RETRIES="1",
        UV_NO_INDEX="false",
        UV_DEFAULT_INDEX=NOWHERE,
        UV_HTTP_RETRIES="0",
    )
    assert result.returncode == 1
    assert "could not be reached" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer", "certificate"),
        ("invalid peer certificate: UnknownIssuer", "certificate"),
        ("[Errno 13] Permission denied: '.venv/bin'", "could not be written"),
        ("Temporary failure in name resolution", "could not be reached"),
        ("ERROR: No matching distribution found for x==1", "no build for this kind of machine"),
        ("something never seen before", "could not be installed"),
    ],
)
def test_causes_are_put_into_words(said: str, sentence: str) -> None:
    assert sentence in dev.explain(said)


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_another_python_is_refused(
    version: tuple[int, int, int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert dev.main(["cli"]) == 1
    assert "needs Python 3.11, 3.12 or 3.13" in capsys.readouterr().err


ALONE = """\
import os, sys
import dev
dev.os.geteuid = lambda: 1000
dev.QT_LIBRARIES = {"libabsent.so.9": "libabsent9", "libgone.so.1": "libgone1"}
dev.TEST_PROGRAMS = {"absent-program": "absent", "sh": "dash", "absent-too": "absent"}
sys.exit(dev.main(sys.argv[1:]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries")
@pytest.mark.parametrize(
    ("command", "packages"),
    [("run", "libabsent9 libgone1"), ("test", "absent libabsent9 libgone1")],
)
@pytest.mark.parametrize("display", [":99", ""])
def test_whoever_may_not_install_is_told_one_line_for_root(
    checkout: Checkout, command: str, packages: str, display: str
) -> None:
    (checkout.folder / "alone.py").write_text(ALONE, encoding="utf-8")
    (checkout.folder / "bin").mkdir()
    apt = checkout.folder / "bin" / "apt-get"
    apt.write_text("#!/bin/sh\nexit 9\n", encoding="utf-8")
    apt.chmod(0o755)
    path = f"{apt.parent}{os.pathsep}{os.environ['PATH']}"
    result = checkout.start(command, script="alone.py", PATH=path, DISPLAY=display)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == (
        f"apt-get update && apt-get install -y --no-install-recommends {packages}"
        "  # once, as root; then start this again\n"
    )
    # Nothing was set up that would be half of something.
    assert not (checkout.folder / ".venv").exists()


def test_where_apt_is_unknown_the_lack_is_named(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "LIBRARIES_STAMP", tmp_path / "stamp")
    monkeypatch.setattr(dev, "QT_LIBRARIES", {"libabsent.so.9": "libabsent9"})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(dev.Trouble, match=r"lacks libabsent\.so\.9") as refused:
        dev.prepare_system(programs=False)
    assert refused.value.code == 1
    assert "libabsent9" in str(refused.value)


def test_a_library_asked_for_anew_is_looked_for_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "LIBRARIES_STAMP", tmp_path / "stamp")
    monkeypatch.setattr(dev, "QT_LIBRARIES", {})
    assert dev.missing_packages(programs=False) == {}
    assert (tmp_path / "stamp").exists()
    monkeypatch.setattr(dev, "QT_LIBRARIES", {"libabsent.so.9": "libabsent9"})
    assert dev.missing_packages(programs=False) == {"libabsent.so.9": "libabsent9"}


# Of macOS; done without where it is not; of every Linux, and asked of root alone.
_ELSEWHERE = {"/usr/bin/open", "git", "mount", "umount"}


def test_every_program_that_the_tests_start_is_brought() -> None:
    started = {
        program
        for folder in ("tests", "app", "benchmarks")
        for file in (ROOT / folder).rglob("*.py")
        for program in programs_of(ast.parse(file.read_text(encoding="utf-8")))
    }
    brought = {*dev.TEST_PROGRAMS, "dunstctl", "xdg-mime"}  # dunst and xdg-utils bring one more
    assert {"Xvfb", "notify-send", "dbus-daemon", "dunstctl"} <= started
    assert started <= brought | _ELSEWHERE


def programs_of(tree: ast.Module) -> Iterator[str]:
    """The programs that a module starts or looks for, where their names stand in it."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        name = call.func.id if isinstance(call.func, ast.Name) else name
        first = call.args[0]
        if name in ("run", "Popen", "check_output", "check_call", "_run_opener"):
            first = first.elts[0] if isinstance(first, ast.List) and first.elts else call
        elif name != "which":
            continue
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value
