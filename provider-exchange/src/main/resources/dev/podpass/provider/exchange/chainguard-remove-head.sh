#!/bin/sh
# Removes what podpass trust chainguard has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no longer
# as an identity of the organization
# @ORGANIZATION@:
@IMAGES@
#
# Needs chainctl, signed in, jq, and kubectl.
set -eu

issuer='@ISSUER@'
subject='@SUBJECT@'
audience='@AUDIENCE@'
namespace='@NAMESPACE@'
service_account='@SERVICE_ACCOUNT@'
organization='@ORGANIZATION@'
identity='@NAME@'
