"""How many dots a Spark pod's names need."""

from typing import Any

from components.dns.ndots import DNS_CONFIG, policy_spec

DOTS = int(DNS_CONFIG["options"][0]["value"])
POLICY: Any = policy_spec()


def test_a_bucket_is_asked_for_as_it_stands() -> None:
    assert "bucket.s3.eu-west-1.amazonaws.com".count(".") >= DOTS


def test_a_service_of_another_namespace_is_still_looked_for_in_the_cluster() -> None:
    assert "service.namespace".count(".") < DOTS


def test_a_policy_that_fails_stops_no_pod() -> None:
    assert POLICY["failure_policy"] == "Ignore"


def test_the_policy_says_what_presets_say() -> None:
    [mutation] = POLICY["mutations"]
    [option] = DNS_CONFIG["options"]
    said = f'{{name: "{option["name"]}", value: "{option["value"]}"}}'
    assert said in mutation["json_patch"]["expression"]
