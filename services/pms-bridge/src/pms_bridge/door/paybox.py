"""`POST /webhooks/paybox/{property}`: Paybox says what became of a payment on its page.

Signed with Paybox's own key over the answer as it came. What it says is not believed beyond that:
the payment is looked at, which a repeat, or an answer that comes late, may ask for again.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote_to_bytes

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1
from pydantic import BaseModel, Field, ValidationError

from chassis.service import Runtime
from contracts.message import PropertyId
from pms_bridge.connections import PayboxAccount
from pms_bridge.door.description import Parameter, operation
from pms_bridge.door.endpoint import Answer, Call, HotRoute
from pms_bridge.door.payment_news import have_looked_at, ours_in
from pms_bridge.door.problems import Reason, field_errors, not_let_in, unprocessable

_SIGNATURE = b"&sign="


class PayboxAnswer(BaseModel):
    """The fields of `PBX_RETOUR`, sent as a form; `sign` comes last. `Erreur` is 00000 where the
    bank has authorised the sum."""

    Mt: str = Field(pattern=r"^[0-9]{1,12}$", examples=["5200"])
    Ref: str = Field(max_length=250)
    Auto: str = Field(default="", max_length=20, examples=["XXXXXX"])
    Appel: str = Field(default="", max_length=20, examples=["0010244812"])
    Trans: str = Field(default="", max_length=20, examples=["0005329117"])
    Erreur: str = Field(pattern=r"^[0-9]{5}$", examples=["00000"])


def paybox(accounts: Mapping[PropertyId, PayboxAccount], runtime: Runtime) -> HotRoute:
    """The answers to every property's account."""
    keys = {id: account.verifying_key() for id, account in accounts.items()}

    async def take(call: Call) -> Answer:
        property_id = call.path["property"]
        key = keys.get(property_id)
        if key is None:
            raise not_let_in(Reason.UNKNOWN_CALLER)
        answer = read_answer(_signed(call.body, key))
        ours = ours_in(answer.Ref)
        if ours is not None:
            news = f"{answer.Trans}:{answer.Erreur}"
            await have_looked_at(runtime, ours, property_id, "paybox", news)
        return Answer(HTTPStatus.OK)

    return HotRoute("/webhooks/paybox/{property}", take, _OPERATION)


def read_answer(said: bytes) -> PayboxAnswer:
    """Raises `ProblemFound` 422."""
    try:
        return PayboxAnswer.model_validate(dict(parse_qsl(said.decode("latin-1"))))
    except ValidationError as error:
        raise unprocessable("The answer cannot be read.", field_errors(error)) from None


def _signed(body: bytes, key: RSAPublicKey) -> bytes:
    """What was signed: the very bytes before the signature. Raises `ProblemFound` 401."""
    said, _, signature = body.rpartition(_SIGNATURE)
    try:
        given = base64.b64decode(unquote_to_bytes(signature), validate=True)
        key.verify(given, said, padding.PKCS1v15(), SHA1())  # noqa: S303 - as Paybox signs
    except (InvalidSignature, binascii.Error):
        raise not_let_in(Reason.WRONG_SIGNATURE) from None
    return said


_OPERATION = operation(
    "reportPayboxAnswer",
    summary="Take an answer of Paybox",
    tag="payments",
    parameters=(Parameter("property", "path", "The property whose account it is"),),
    body=PayboxAnswer,
    success=(HTTPStatus.OK, "Taken, or of no use to us", None),
)
