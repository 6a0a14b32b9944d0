#!/bin/sh
# Removes what podpass trust cloudsmith has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no longer as
# the service account @SERVICE@ of the
# organization @ORGANIZATION@ at Cloudsmith:
@IMAGES@
#
# The service account at Cloudsmith and its privileges stay.
