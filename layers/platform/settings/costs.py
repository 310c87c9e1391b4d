"""The settings of cost data."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from components.observability.cost_split import weight_rules
from components.observability.prices import price_rules
from layers.cost_center import CostCenter
from layers.settings import Distinct, Settings

Factor = Annotated[float, Field(gt=0, le=2)]
Weight = Annotated[float, Field(ge=0)]


class PriceFactors(Settings):
    """What of the list price is paid, by capacity type."""

    on_demand: Factor = 1
    """On demand: 0.72 where a savings plan takes 28 % off."""

    spot: Factor = 1
    """Spot, whose price is a live one."""

    reserved: Factor = 1
    """Reserved capacity, of the price on demand."""


class CostSettings(Settings):
    """What each tenant, application, dataset and pipeline costs."""

    price_factors: PriceFactors = PriceFactors()
    """What of the list price is paid."""

    shared_weights: dict[str, Weight] | None = None
    """How much of the shared cost each tenant carries by the method `fixed`, in any unit that all
    share, such as bytes or keys; unset: that method shows nothing, and `even` and `proportional`
    do. A tenant that is not named carries nothing by it."""

    centers: Distinct[CostCenter] = ()
    """The cost centres there are, in quotes: `strata check` refuses a tenant of any other. Empty:
    any."""

    @model_validator(mode="after")
    def _somebody_carries_it(self) -> "CostSettings":
        if self.shared_weights is not None:
            weight_rules(self.shared_weights)
        return self

    def rules(self, system_price: Mapping[str, float]) -> Mapping[str, Mapping[str, Any]]:
        """`spec` of the PrometheusRules that these settings decide, by name.

        Args:
            system_price: US dollars an hour of the system nodes' instance type, if known.
        """
        paid = self.price_factors
        found = {
            "cost-prices": price_rules(
                {"on-demand": paid.on_demand, "spot": paid.spot, "reserved": paid.reserved},
                system_price,
            )
        }
        if self.shared_weights is not None:
            found["cost-weights"] = weight_rules(self.shared_weights)
        return found
