"""A list of parts for machines: CycloneDX 1.6, with the versions that are installed here, and the weights' hashes.

`python docs/sbom.py FILE` writes it (extra `release`). Made of the same release in the same environment, it is the same
to the byte: its number is made from what is in it, and it holds no time. `python docs/release.py` writes it too.
"""

import sys
import uuid
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from packaging.markers import default_environment
from shipped_parts import ShippedPackage, WeightFile, list_packages, list_weights  # beside this file

from coach import __version__

NAME = "conversation-coach"
OWN_LICENCE = "Apache-2.0 AND CC-BY-4.0"
ENCODERS = (".onnx", ".npy", ".npz", ".json.gz")
"""Files of numbers; the others beside them are data about them."""


def build_sbom() -> str:
    """Build the list of parts, as JSON.

    Raises:
        ValueError: a package that ships is not installed here, so that its version is not known.
    """
    packages = list_packages(default_environment())
    if missing := [one.name for one in packages if not one.version]:
        raise ValueError(f"Install these first, so that their versions are known: {', '.join(missing)}.")
    coach = _describe(NAME, __version__, OWN_LICENCE, ComponentType.APPLICATION)
    bom = Bom()
    bom.metadata.component = coach
    parts = {one.name: _describe(one.name, one.version, one.licence, ComponentType.LIBRARY) for one in packages}
    weights = [_describe_weights(one) for one in list_weights()]
    bom.components.update(parts.values(), weights)
    bom.register_dependency(coach, [*(parts[one.name] for one in packages if one.range), *weights])
    for one in packages:
        bom.register_dependency(parts[one.name], [parts[name] for name in _list_asked(one, packages)])
    bom.serial_number = uuid.UUID(int=0)
    bom.metadata.timestamp = None  # type: ignore[assignment]
    said = _write(bom)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, said)
    return _write(bom)


def _write(bom: Bom) -> str:
    return str(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)) + "\n"


def _list_asked(one: ShippedPackage, packages: list[ShippedPackage]) -> list[str]:
    return [other.name for other in packages if one.name in other.asked_by]


def _describe(name: str, version: str, licence: str, kind: ComponentType, **more: Any) -> Component:
    purl = PackageURL("pypi", name=name, version=version) if "purl" not in more else more.pop("purl")
    return Component(
        name=name,
        version=version,
        type=kind,
        bom_ref=f"{name}@{version}",
        purl=purl,
        licenses=[LicenseFactory().make_from_string(licence)],
        **more,
    )


def _describe_weights(one: WeightFile) -> Component:
    kind = ComponentType.MACHINE_LEARNING_MODEL if one.path.endswith(ENCODERS) else ComponentType.DATA
    return _describe(
        one.path,
        __version__,
        one.licence,
        kind,
        purl=None,
        description=f"{one.what}; {one.origin}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one.sha256)],
    )


def main() -> int:
    """Write the list into a file, or print it."""
    said = build_sbom()
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(said, encoding="utf-8")
    else:
        sys.stdout.write(said)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
