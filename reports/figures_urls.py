"""The pages of figures, and of what things cost."""

from django.urls import path

from reports.views import figures, references, unit_costs

urlpatterns = [
    path("references/", references.reference_list, name="reference-list"),
    path("references/<int:pk>/delete/", references.reference_delete, name="reference-delete"),
    path("figures/", figures.several_figures, name="several-figures"),
    path("settlements/<slug:code>/figures/", figures.settlement_figures, name="settlement-figures"),
    path("wards/<int:ward>/figures/", figures.ward_figures, name="ward-figures"),
    path("counties/<slug:county>/figures/", figures.county_figures, name="county-figures"),
    path("settlements/<slug:code>/unit-costs/", unit_costs.unit_costs, name="unit-costs"),
    path(
        "settlements/<slug:code>/unit-costs/<int:pk>/delete/",
        unit_costs.unit_cost_delete,
        name="unit-cost-delete",
    ),
]
