"""The environment, read once into one frozen object (here and in app.py only)."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"  # the national authority's extended use of signing keys
VIDEO_URL = r"^(https://\S+|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?(/\S*)?)?$"
SIGNER_URL = r"^wss?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$"  # it is named in a header


class Settings(BaseSettings):
    """Every setting has the prefix SYNAQ_ in the environment, e.g. SYNAQ_DATABASE_URL."""

    model_config = SettingsConfigDict(env_prefix="SYNAQ_", frozen=True, extra="ignore")

    environment: Literal["production", "demo", "test"] = "production"
    data_folder: Path = ROOT / "var"
    database_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    secret: SecretStr = SecretStr("")
    shifted_clock: Path | None = Field(
        default=None, description="file with seconds to add to the clock; environment=test only"
    )

    question_bank: Path = ROOT / "question_bank"
    registers: Path = ROOT / "registers"
    web: Path = ROOT / "web"

    sso_issuer: str = "http://127.0.0.1:8001"
    sso_client_id: str = "synaq"
    sso_client_secret: SecretStr | None = None
    sms_url: str = "http://127.0.0.1:8002/messages"
    sms_token: SecretStr = SecretStr("")
    mail_host: str = Field(default="", description="SMTP server; none: nothing goes by e-mail")
    mail_port: int = 587
    mail_security: Literal["none", "starttls", "tls"] = "starttls"
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_sender: str = "no-reply@synaq.example.kz"
    state_gateway_url: str = ""
    state_gateway_token: SecretStr = SecretStr("")
    virus_scanner: str = ""

    signing_key: Path | None = Field(default=None, description="PEM key that signs documents")
    signing_chain: Path | None = Field(default=None, description="PEM certificate and its issuers")
    trusted_roots: Path | None = Field(default=None, description="PEM roots that are trusted")

    esign_roots: Path | None = Field(
        default=None, description="PEM roots of e-signatures, and authorities between"
    )
    esign_uses: str = EMAIL_PROTECTION
    esign_ocsp: str = ""
    esign_crls: str = ""
    ncanode_url: str = ""
    ncanode_checks: str = "OCSP"
    signer_url: str = Field(default="wss://127.0.0.1:13579", pattern=SIGNER_URL)

    video_url: str = Field(
        default="", pattern=VIDEO_URL, description="video rooms; none: links are typed by hand"
    )
    video_server: str = Field(default="", pattern=r"^(wss?://\S+)?$", description="LiveKit's")
    video_key: str = ""
    video_secret: SecretStr = SecretStr("")

    demo_guide: Path | None = Field(default=None, description="JSON; environment=demo only")

    session_idle_minutes: int = 30
    session_hours: int = 12

    @model_validator(mode="after")
    def _is_safe(self) -> "Settings":
        if len(self.secret.get_secret_value()) < SHORTEST_SECRET:
            message = (
                "SYNAQ_SECRET is missing or shorter than 32 characters: "
                "make one with `openssl rand -hex 32` and set it in the environment"
            )
            raise ValueError(message)
        if self.shifted_clock is not None and self.environment != "test":
            raise ValueError("SYNAQ_SHIFTED_CLOCK is for SYNAQ_ENVIRONMENT=test only: unset it")
        if self.video_server and not (self.video_key and self.video_secret.get_secret_value()):
            raise ValueError("SYNAQ_VIDEO_SERVER needs SYNAQ_VIDEO_KEY and SYNAQ_VIDEO_SECRET")
        return self

    @property
    def database(self) -> str:
        """The database's URL, its driver named; an embedded SQLite file where none is set."""
        url = self.database_url or f"sqlite:///{self.data_folder / 'synaq.sqlite'}"
        for plain in ("postgresql://", "postgres://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        return url
