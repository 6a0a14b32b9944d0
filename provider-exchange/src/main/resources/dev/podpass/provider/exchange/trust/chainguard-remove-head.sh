#!/bin/sh
# Removes what podpass trust chainguard has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no longer
# as an identity of the organization
# @ORGANIZATION@:
@IMAGES@
#
