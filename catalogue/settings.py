"""One typed settings object, from environment variables with the prefix ``NGHINSACH_``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where the catalogue keeps its records and files, and how it faces the world."""

    model_config = SettingsConfigDict(env_prefix="NGHINSACH_", extra="ignore")

    database_url: str = f"sqlite:///{ROOT / 'var' / 'nghinsach.db'}"
    storage_url: str = f"file:{ROOT / 'var' / 'files'}"
    s3_endpoint: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = ""
    s3_region: str = "us-east-1"
    public_url: str = ""
    """Where people find the site (https://…); letters are sent only when it is set."""
    work_folder: Path = ROOT / "var" / "work"
    """Where builds are made before their files go into the store; may be emptied whenever nothing runs."""
    smtp_host: str = ""
    """The mail server; without one, links are shown to whoever asked for them, to be handed over."""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = True
    mail_from: str = "nghinsach@localhost"
    oidc_issuer: str = ""
    """An OpenID Connect provider by which people may sign in, as it calls itself (https://…)."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "OpenID Connect"
    """What the button calls it, for example the ministry's own name for it."""
    sandbox: Literal["auto", "require", "off"] = "auto"

    @property
    def incoming_folder(self) -> Path:
        """Where files lie that are still on their way here: beside the stored ones when those are on this machine.

        Not the work folder, since an upload outlives a restart.
        """
        kind, _, place = self.storage_url.partition(":")
        return (Path(place.removeprefix("//")).parent if kind == "file" and place else ROOT / "var") / "incoming"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
