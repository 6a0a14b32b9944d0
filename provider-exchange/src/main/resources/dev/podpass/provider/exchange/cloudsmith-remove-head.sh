#!/bin/sh
# Removes what podpass trust cloudsmith has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no longer as
# the service account @SERVICE@ of the
# organization @ORGANIZATION@ at Cloudsmith:
@IMAGES@
#
# The service account at Cloudsmith and its privileges stay.
# Needs curl, jq, kubectl, and CLOUDSMITH_API_KEY: the API key of an owner or manager of the organization.
set -eu

service='@API@/v1'
authorization="X-Api-Key: ${CLOUDSMITH_API_KEY:?needs the API key of an owner or manager}"
issuer='@ISSUER@'
subject='@SUBJECT@'
audience='@AUDIENCE@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
organization='@ORGANIZATION@'
slug='@SERVICE@'
name='@NAME@'
