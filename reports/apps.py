from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("reports")

    def ready(self) -> None:
        """What can be taken away, in the order in which it is offered; what figures are held against."""
        from mapping.beside import tell
        from reports import clearing  # noqa: F401 - hears when something must go
        from reports.products import PRODUCTS

        tell("reports.figures.references.beside_of_settlement")

        PRODUCTS.offer("data", "reports.data.product.DataProduct")
        PRODUCTS.offer("workbook", "reports.workbook.product.WorkbookProduct")
        PRODUCTS.offer("report", "reports.documents.product.ReportProduct")
