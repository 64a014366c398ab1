"""Standard Webhooks 1.0.0 (specification: signed content, header names, five minutes): Gatehouse's native way in.

The header holds one or more "v1,<base64>", so that a sender can rotate keys.
"""

from lambdas.core.webhooks.scheme import Algorithm, Encoding, Scheme, SecretForm

STANDARD = Scheme(
    header="webhook-signature",
    algorithm=Algorithm.SHA256,
    encoding=Encoding.BASE64,
    message="{id}.{timestamp}.{body}",
    prefix="v1,",
    timestamp="webhook-timestamp",
    id="webhook-id",
    secret=SecretForm.BASE64,
)
