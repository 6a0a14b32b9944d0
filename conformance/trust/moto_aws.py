"""moto's server, with what it lacks: an operation of IAM, and an action that a policy of a registry may have."""

import json
import sys

from moto.core.responses import EmptyResult
from moto.ecr.models import ECRBackend
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.responses import IamResponse
from moto.server import main


def add_client_id_to_open_id_connect_provider(self):
    provider = self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))
    if self._get_param("ClientID") not in provider.client_id_list:
        provider.client_id_list.append(self._get_param("ClientID"))
    return EmptyResult()


assert not hasattr(IamResponse, "add_client_id_to_open_id_connect_provider"), "moto has it now: use moto's"
IamResponse.add_client_id_to_open_id_connect_provider = add_client_id_to_open_id_connect_provider

REGISTRY_ACTIONS = {"ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:ReplicateImage"}


def validate_registry_policy_action(self, policy_text):
    """Which actions AWS documents for registries; moto does not know the import of a pull-through cache."""
    for statement in json.loads(policy_text)["Statement"]:
        if set(statement["Action"]) - REGISTRY_ACTIONS:
            raise MalformedPolicyDocument()


ECRBackend._validate_registry_policy_action = validate_registry_policy_action

if __name__ == "__main__":
    main(sys.argv[1:])
