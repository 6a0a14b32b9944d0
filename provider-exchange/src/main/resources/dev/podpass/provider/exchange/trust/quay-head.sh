#!/bin/sh
# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull as the robot account @ROBOT@ of @HOST@:
@IMAGES@
#
# Can be run again: it adds what is missing, keeps what else is there, and stops at what is there and differs.
