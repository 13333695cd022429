"""The configuration as files and as a stored version."""

from __future__ import annotations

from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.streams.services import Office, Services


def read_configuration(services: Office) -> Configuration:
    """The administration file and its mapping tables, as they are in the folder now.

    Raises:
        AdministrationFileMissing: there is no such file.
        ConfigurationError: with every problem of file and tables.
    """
    # Most tasks read the stored version and no file: they need not wait for pandas to be loaded.
    from wefact_multivers.mapping.tables import load_tables  # noqa: PLC0415 - heavy

    administration = load_administration(services.folder, services.name)
    return Configuration(administration, load_tables(services.folder / administration.mapping))


def store_configuration(services: Services) -> tuple[int, Configuration]:
    """The configuration of the files, and its number; a new version if it has never been stored.

    Raises:
        AdministrationFileMissing: there is no such file.
        ConfigurationError: with every problem of file and tables.
    """
    configuration = read_configuration(services)
    with services.memory.write() as unit:
        number = unit.links.configuration(configuration.text, configuration.hash, services.clock.now())
    return number, configuration
