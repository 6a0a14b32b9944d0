"""moto's server, with the one operation of IAM that the scripts use and moto does not have."""

import sys

from moto.core.responses import EmptyResult
from moto.iam.responses import IamResponse
from moto.server import main


def add_client_id_to_open_id_connect_provider(self):
    provider = self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))
    if self._get_param("ClientID") not in provider.client_id_list:
        provider.client_id_list.append(self._get_param("ClientID"))
    return EmptyResult()


assert not hasattr(IamResponse, "add_client_id_to_open_id_connect_provider"), "moto has it now: use moto's"
IamResponse.add_client_id_to_open_id_connect_provider = add_client_id_to_open_id_connect_provider

if __name__ == "__main__":
    main(sys.argv[1:])
