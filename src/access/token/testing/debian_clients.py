# MSAL and requests as a tool uses them. Prints the result of each as JSON.
import json
import os

import msal
import requests

host, client, secret = (os.environ[name] for name in ("AZURE_AUTHORITY_HOST", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"))
authority, tenant = os.environ["CA"], os.environ["TENANT"]
scope = "https://graph.microsoft.com/.default"


def by_msal(path, **more):
    app = msal.ConfidentialClientApplication(
        client, client_credential=secret, authority=f"{host}/{path}", verify=authority, **more
    )
    answer = app.acquire_token_for_client([scope])
    return answer.get("access_token") or answer


def by_requests():
    form = {"grant_type": "client_credentials", "scope": scope}
    answer = requests.post(f"{host}/{tenant}/oauth2/v2.0/token", data=form, auth=(client, secret), verify=authority)
    answer.raise_for_status()
    return answer.json()["access_token"]


print(
    json.dumps(
        {
            "MSAL Python": by_msal("adfs"),
            "MSAL Python with the tenant’s id": by_msal(tenant, instance_discovery=False),
            "requests": by_requests(),
        }
    )
)
