"""Keeps schemathesis from taking away the key that it calls with, and the tenant of that key."""

import os

import schemathesis

OWN = set(os.environ["COUNTERSIGN_OWN_IDS"].split(","))


@schemathesis.hook
def filter_path_parameters(ctx, path_parameters):
    return not OWN.intersection(str(value) for value in (path_parameters or {}).values())
