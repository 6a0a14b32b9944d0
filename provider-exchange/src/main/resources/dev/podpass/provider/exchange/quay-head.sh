#!/bin/sh
# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull as the robot account @ROBOT@ of @HOST@:
@IMAGES@
#
# Can be run again: it adds what is missing, keeps what else is there, and stops at what is there and differs.
# Needs curl, jq, kubectl, and QUAY_TOKEN: an OAuth access token of an application of the organization, with the
# scopes to administer the organization and its repositories.
set -eu

service='https://@HOST@'
authorization="Authorization: Bearer ${QUAY_TOKEN:?needs an access token of the organization}"
issuer='@ISSUER@'
subject='@SUBJECT@'
audience='@AUDIENCE@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
robot='@ROBOT@'
