"""Starts MiniStack with four of its gaps closed, so that the template need not bend to them.

Each patch names the smallest case that shows the gap; README.md has them all. What is
patched are functions of the version pinned in requirements.txt.
"""

import json
import re

import ministack.services.cloudformation  # noqa: F401  its handlers keep the functions as they were
from ministack.app import main
from ministack.core import iam_actions, iam_evaluator
from ministack.services.cloudformation import engine, provisioners

# Partition keys of the table and of its indexes.
HASH_KEYS = {"pk", "g1p", "g2p"}


def transform_nested_templates():
    """A nested stack whose template declares the SAM transform fails: "Unsupported resource
    type: AWS::Serverless::Function". The same template as a stack of its own works."""
    parse = engine._parse_template
    engine._parse_template = lambda body: engine._apply_transforms(parse(body))


def accept_metric_math():
    """An alarm with `Metrics` fails the stack. It is kept, and looks at nothing: nobody waits
    for an alarm here."""
    put = provisioners._cw_metric_alarm_put

    def put_any(name, properties):
        if "Metrics" in properties:
            properties = {key: value for key, value in properties.items() if key != "Metrics"}
            properties |= {"Namespace": "MetricMath", "MetricName": name, "Period": 300, "Statistic": "Sum"}
        return put(name, properties)

    provisioners._cw_metric_alarm_put = put_any


class Keyed(str):
    """An action of a transaction's item, with that item's partition key."""

    leading_keys = ()


def leading_keys(request):
    """The partition keys that a request names."""
    found = [request.get(part, {}).get("pk", {}).get("S") for part in ("Key", "Item")]
    names = request.get("ExpressionAttributeNames") or {}
    values = request.get("ExpressionAttributeValues") or {}
    for name, value in re.findall(r"([#\w]+)\s*=\s*(:\w+)", request.get("KeyConditionExpression") or ""):
        if names.get(name, name) in HASH_KEYS:
            found.append(values.get(value, {}).get("S"))
    return [key for key in found if key is not None]


def with_leading_keys(context, keys):
    """A condition's context that knows them, under the name as written and as looked up."""
    return {**context, "dynamodb:LeadingKeys": keys, "dynamodb:leadingkeys": keys}


def check_leading_keys():
    """`dynamodb:LeadingKeys` is absent from every request's context, so that a `ForAllValues`
    condition on it always holds. Here it is filled in, for each item of a transaction."""
    service_context = iam_actions.dynamodb_service_context
    transaction_checks = iam_actions.dynamodb_transaction_checks
    enforce = iam_evaluator.enforce

    def with_keys(body):
        return with_leading_keys(service_context(body), leading_keys(json.loads(body or b"{}")))

    def checks_with_keys(action, body, region, account):
        checks = []
        for item in json.loads(body or b"{}").get("TransactItems", []):
            alone = json.dumps({"TransactItems": [item]}).encode()
            for item_action, arn in transaction_checks(action, alone, region, account):
                keyed = Keyed(item_action)
                keyed.leading_keys = leading_keys(next(iter(item.values())))
                checks.append((keyed, arn))
        # Whatever is no transaction has no checks here and is checked as a whole.
        return checks if transaction_checks(action, body, region, account) else []

    def enforce_with_keys(access_key, action, service, region, resource_arn="*", service_context=None):
        if isinstance(action, Keyed):
            service_context = with_leading_keys(service_context or {}, action.leading_keys)
        return enforce(access_key, action, service, region, resource_arn=resource_arn, service_context=service_context)

    iam_actions.dynamodb_service_context = with_keys
    iam_actions.dynamodb_transaction_checks = checks_with_keys
    iam_evaluator.enforce = enforce_with_keys


def pretend_tls():
    """A bucket policy that refuses whatever does not come by TLS is evaluated, and nothing here
    comes by TLS. On loopback, plain HTTP passes for it."""
    resolve = iam_evaluator._resolve_condition_key
    iam_evaluator._resolve_condition_key = lambda key, context: (
        "true" if key.lower() == "aws:securetransport" else resolve(key, context)
    )


if __name__ == "__main__":
    transform_nested_templates()
    accept_metric_math()
    check_leading_keys()
    pretend_tls()
    main()
