#!/bin/sh
# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull with the rights of the group @GROUP@ at
# @PLATFORM@:
@IMAGES@
#
# Can be run again: it adds what is missing, keeps what else is there, and stops at what is there and differs.
# Needs curl, jq, and JFROG_TOKEN: an access token of an administrator of the platform.
set -eu

service='@PLATFORM@/access/api/v1'
authorization="Authorization: Bearer ${JFROG_TOKEN:?needs an access token of an administrator}"
issuer='@ISSUER@'
subject='@SUBJECT@'
audience='@AUDIENCE@'
integration='@INTEGRATION@'
mapping='@NAME@'
group='@GROUP@'
project='@PROJECT@'
