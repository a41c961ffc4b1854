"""Signing in with an account of elsewhere: OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636).

Nothing here decides who may come in; it finds out whom the provider means, and that nobody else said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import httpx2
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from catalogue.settings import Settings

log = structlog.get_logger(__name__)
TIMEOUT_S = 10
LEEWAY_S = 60
"""How far the provider's clock may be off."""
SCOPE = "openid email"
SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Never with a shared secret, and never with none."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ProviderError(Exception):
    """The provider did not answer, or not as it must; the log says what it was."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is remembered between the way there and the way back, by the browser that began."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """Whom the provider means; ``email`` is empty unless the provider has verified it."""

    issuer: str
    subject: str
    email: str


def configured(settings: Settings) -> bool:
    """Whether people may sign in by a provider."""
    return bool(settings.oidc_issuer and settings.oidc_client_id)


def begin(settings: Settings, back: str) -> tuple[str, Attempt]:
    """The provider's address to send the browser to, and what it is to bring back to ``back``. Raises ProviderError."""
    attempt = Attempt(generate_token(43), generate_token(43), generate_token(64))
    with _client(settings, back) as client:
        try:
            known = _metadata(client, settings)
            address, _ = client.create_authorization_url(
                known["authorization_endpoint"], state=attempt.state, nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )  # fmt: skip
        except (httpx2.HTTPError, AuthlibBaseError, KeyError, ValueError) as problem:
            raise _failed(settings, problem) from problem
    return str(address), attempt


def finish(settings: Settings, back: str, attempt: Attempt, code: str) -> Stranger:
    """Whom the code stands for. Raises ProviderError when it or the answer to it is not right."""
    with _client(settings, back) as client:
        try:
            known = _metadata(client, settings)
            token = client.fetch_token(
                known["token_endpoint"], code=code, code_verifier=attempt.verifier, grant_type="authorization_code"
            )
            keys = KeySet.import_key_set(cast("Any", _json(client, known["jwks_uri"])))
            claims = _claims(settings, attempt, token, keys)
            if "email" not in claims and "userinfo_endpoint" in known:
                claims |= _more(client, known["userinfo_endpoint"], claims["sub"])
        except (httpx2.HTTPError, AuthlibBaseError, JoseError, KeyError, ValueError) as problem:
            raise _failed(settings, problem) from problem
    verified = claims.get("email_verified") is True
    return Stranger(settings.oidc_issuer, str(claims["sub"]), str(claims.get("email", "")) if verified else "")


def _client(settings: Settings, back: str) -> Any:
    return OAuth2Client(
        settings.oidc_client_id, settings.oidc_client_secret or None, scope=SCOPE, redirect_uri=back,
        code_challenge_method="S256", timeout=TIMEOUT_S,
        token_endpoint_auth_method="client_secret_basic" if settings.oidc_client_secret else "none",
    )  # fmt: skip


def _metadata(client: Any, settings: Settings) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""
    issuer = settings.oidc_issuer
    known = _json(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if known.get("issuer") != issuer:
        message = f"the provider calls itself {known.get('issuer')!r}"
        raise ValueError(message)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        if name in known and not is_safe(str(known[name])):
            message = f"{name} is not https"
            raise ValueError(message)
    return known


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read along: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _json(client: Any, address: str) -> dict[str, Any]:
    answer = client.request("GET", address, withhold_token=True)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        message = f"{address} gave no object"
        raise ValueError(message)  # noqa: TRY004 - what came is wrong, not how it was called
    return found


def _claims(settings: Settings, attempt: Attempt, token: dict[str, Any], keys: KeySet) -> dict[str, Any]:
    """The ID token's claims, when it is the provider's, for us, for this attempt and of now (Core 1.0, 3.1.3.7)."""
    read = jwt.decode(token["id_token"], keys, algorithms=SIGNED_WITH)
    options: Any = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
        "nonce": {"essential": True, "value": attempt.nonce},
    }
    given = {"client_id": settings.oidc_client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(read.claims, read.header, options, {"nonce": attempt.nonce, **given})
    claims.validate(leeway=LEEWAY_S)
    return dict(claims)


def _more(client: Any, address: str, subject: str) -> dict[str, Any]:
    """What the provider says of the same person where the ID token does not hold it (Core 1.0, 5.3)."""
    answer = client.get(address)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict) or found.get("sub") != subject:
        message = "userinfo speaks of somebody else"
        raise ValueError(message)
    return {name: found[name] for name in ("email", "email_verified") if name in found}


def _failed(settings: Settings, problem: Exception) -> ProviderError:
    log.warning("provider", issuer=settings.oidc_issuer, problem=f"{type(problem).__name__}: {problem}")
    return ProviderError(str(problem))
