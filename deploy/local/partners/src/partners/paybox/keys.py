"""The key that stands for Paybox's own: answers are signed with it. Its public half is in the
example of connections; it protects nothing, as these simulators move no money."""

import base64

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_pem_private_key

PRIVATE_KEY = """\
-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDr75eSTva4TqV0
3c8dW8QM7ijxSeQ1DnPfZxI1h9xd0e0nWqHGXgALZwxpIejoapHktPBjBIAXZGQO
yreFLT+dI5jUqXFt3wZzB4QyEdsqkirB5kNWuKcvDd/SQNGC42WnDWvc4CQU/HSp
P+5JxAeHIJMx2UcvWFb1jEXs1+mpxx/HoFFVMdH8dLuE7oKxsgM7mFzd3DMEhfzT
VEzx3sN2EYP9++zZDxTRBZahB4zW2oljskFIhxmlKmSLw6ZrSgaRHrFCmkZ/Dinw
oOy5N0zuizQRmYz35gQq+eqpNV95JXYNWZbGV/N3JYTaeAqEzbRL1G9bxgtlEwYw
gfqzOMlHAgMBAAECggEAHwSYwLtw5DoytnKS0CFIXQrShyZXwkHsKeq7Eh6SciMv
MoVPz2x8RQN/NjMnE6cvFwpSsDHfRTQFk4xDJFcWjeooJY1BRFiV2Hmcf5ipX6dn
x6YmJDiSgjUov9OVt8d9jcDN9XPiSoAGNloZUclb1AAMWfleynKqvA19A+4+4frz
KRhzRjwMQ8mY5Vkw3updKgF7G21fskoFslwc/GYSqwprJHdUT1WkDurFnZbSuyLN
lBRPDMDzhtHhy1uyStluzmqYOsel8y7SVc0oHoJGDOwJ9kIMvHMaUhHfwpxW0Gj3
mIR8FVAMitskjNVU56t6wvf11AosgRH6Qr6so4yIgQKBgQD6KT+BGYX1rOU5oN/D
SKOxTunR725DUnUbxXlsDQIPp4RpLbbghgSnqWtA4GdmWIiXZKC7Y730ffxwP1B8
InOJRYGrVrKPFYH9+JmHOSm1cNardOX6eH+YLqY+zhySUrkKWvRLLeE0KRkGIFua
Fqz/TDSHvZ2OsldpJOyTULvRXwKBgQDxcViaE8IhP3XvQ0/t/vJjYmHaLSrQF4L5
aCBOODP3CsZxmzCVRxkQFGJXZ9UluN3tg2jnFJAW5ePGRHFVWddkGpspapn3voBc
Ul50mpqmA7RUQB41mkPBKlDDuuLNPyaJmkRbOu0Qv61vCii/b04I86itBoHYWlrF
jRnRzpsJGQKBgFfcqOtE9aHmCdSFxlGmb6fU2Zbci1Ol4G/SmeTzZKfu5Di0z6ho
KbZhcMQmjOqLad4Sf8mRLKR0o3chJbmTuBScjwCIwMo0eaWj7PhrgVSyvxMVSbkB
HX9r0wP4DFzwJQGYFHlbMd/KF3npX4LtN/Gq6EBMvsvho4XQbC8Jig3tAoGAZprf
p2LcLhr0+IAnmKGuynOF2B03w4UqYOlSSUtzMfo/SQpFhDrZuM6g2DpFB6nfjk85
JnLDpSd/O8PcUgRDF8SCygAGfJVVoWZTw8PsEr8iRGeXLvpm7tEXz4Y9WjILI5EO
maKaGnMKtlSf6nLXu9Aoj5djWNlVF/0Vyua9VgkCgYEA5jY4JN+lOulI3nMFTMAf
9syMMfyhR8u4VIhwtdagkuWx/yFHHXMr9LdwKicMYWwE3kOgq0POkXqpCPu6fM05
msH6OpFz1fpEnEEYmgfE0SbTWqI7P9upsjvo3+Nd6fUDZNZiuxTK/RuNm0G0OvdK
uljNCHiX+9eVl+zzs+zBvdE=
-----END PRIVATE KEY-----
"""


def _private(pem: str) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - the one above
    return key


def signature(said: str, *, forged: bool = False) -> str:
    """Base64 of RSA over the answer as it is sent."""
    key = rsa.generate_private_key(65537, 2048) if forged else _private(PRIVATE_KEY)
    digest = SHA1()  # noqa: S303 - as Paybox signs
    return base64.b64encode(key.sign(said.encode("latin-1"), padding.PKCS1v15(), digest)).decode()
