"""Prints what the deployed functions logged, newest last; for a run that failed."""

import boto3

LINES_MAX = 400

logs = boto3.client("logs")
groups = [group["logGroupName"] for page in logs.get_paginator("describe_log_groups").paginate() for group in page["logGroups"]]
for group in groups:
    if not group.startswith("/aws/lambda/"):
        continue
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    lines = [event["message"].rstrip() for page in pages for event in page["events"]]
    # Lambda's own lines say nothing that the functions' lines do not.
    lines = [line for line in lines if line and not line.startswith(("START ", "END ", "REPORT "))]
    if lines:
        print(f"== {group}", *lines[-LINES_MAX:], sep="\n")
