"""Plain letters by SMTP, when a mail server is set; nothing here decides what is written."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import structlog

from catalogue.settings import Settings

log = structlog.get_logger(__name__)
TIMEOUT_S = 15


def configured(settings: Settings) -> bool:
    """Whether there is a mail server to ask, and an address of ours to write into letters.

    Without the latter a link would be made of the host that the asker of a page named, who may be somebody else
    than the reader of the letter.
    """
    return bool(settings.smtp_host and settings.public_url)


def send(settings: Settings, to: str, subject: str, text: str) -> bool:
    """Send a letter; False when the server would not take it (the log says why)."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.mail_from, to, subject
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain="nghinsach")
    letter.set_content(text)
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_S) as server:
            if settings.smtp_tls:
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("a letter could not be sent", reason=type(error).__name__)
        return False
    return True
