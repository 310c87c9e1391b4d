"""Databases of the Glue Data Catalog."""

import pytest

from strata.rehearsal.cloud import Row
from strata.rehearsal.cloud import tokens as t
from tests.unit.rehearsal.conftest import Actor


@pytest.fixture
def database(aws: Actor) -> Row:
    return aws.create(t.CATALOG_DATABASE, "catalog", name="dev_ads__main")


def test_a_database_is_known_by_its_account_and_its_name(database: Row) -> None:
    assert database.id == "111122223333:dev_ads__main"
    assert database.outputs["catalogId"] == "111122223333"
    arn = "arn:aws:glue:eu-west-1:111122223333:database/dev_ads__main"
    assert database.outputs["arn"] == arn


@pytest.mark.usefixtures("database")
def test_a_second_database_of_a_name_is_refused(aws: Actor) -> None:
    assert aws.refusal(t.CATALOG_DATABASE, "other", name="dev_ads__main") == (
        f"other ({t.CATALOG_DATABASE}): there is already a catalog database named dev_ads__main, "
        f"made by catalog ({t.CATALOG_DATABASE}); its name is unique in a region of an account: "
        "choose another or delete that one"
    )


def test_a_database_s_name_has_no_capital_letter(aws: Actor) -> None:
    assert aws.problems(t.CATALOG_DATABASE, "catalog", name="Ads") == [
        (
            f"catalog ({t.CATALOG_DATABASE}): name: 'Ads' is not a legal name; allowed are "
            "anything but capital letters"
        )
    ]
