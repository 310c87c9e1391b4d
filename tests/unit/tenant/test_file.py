"""Editing a tenant's file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.yaml_tree import parse
from strata.tenant.file import KEY, NewTenant, edited, text

COMMENTED = """\
# Of the team, by the team.
config:
    strata:tenant:   # ours
        owner:   ads@example.com   # a list
        # Not ours to choose.
        costCenter: '4711'
        access:
            admins:
              - arn:aws:iam::111122223333:role/ads   # us
        size: s  # enough

# Written by Pulumi.
encryptionsalt: v1:abc
"""


def test_a_setting_added_leaves_every_other_line_as_it_was() -> None:
    after = edited(COMMENTED, {"lifecycle": "suspended"}).splitlines()
    assert [line for line in after if line not in COMMENTED.splitlines()] == [
        "        lifecycle: suspended"
    ]
    after.remove("        lifecycle: suspended")
    assert after == COMMENTED.splitlines()


def test_a_setting_changed_leaves_every_other_letter_as_it_was() -> None:
    before = edited(COMMENTED, {"lifecycle": "suspended"})
    after = edited(before, {"lifecycle": "offboarding"})
    assert after == before.replace("suspended", "offboarding")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "config: {strata:tenant: {owner: a, size: s}}",
            "config: {strata:tenant: {owner: a, lifecycle: suspended, size: s}}",
        ),
        (
            "config: {strata:tenant: {lifecycle:  'active' , size: s}}",
            "config: {strata:tenant: {lifecycle:  suspended , size: s}}",
        ),
        (
            "config:\n  strata:tenant:\n    size: s",
            "config:\n  strata:tenant:\n    size: s\n    lifecycle: suspended\n",
        ),
    ],
)
def test_a_file_in_another_hand_is_edited_too(before: str, after: str) -> None:
    assert edited(before, {"lifecycle": "suspended"}) == after


words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)


@given(owner=words, cost_center=words, admins=st.lists(words, min_size=1))
def test_what_a_person_answers_is_what_the_file_says(
    owner: str, cost_center: str, admins: list[str]
) -> None:
    new = NewTenant(owner=owner, cost_center=cost_center, size="m", admins=tuple(admins))
    tree = parse(edited(text(new), {"lifecycle": "suspended"}).encode(), "x.yaml")
    assert tree.problems == []
    assert tree.root.plain()["config"][KEY] == {
        "owner": owner,
        "costCenter": cost_center,
        "size": "m",
        "access": {"admins": admins},
        "lifecycle": "suspended",
    }
