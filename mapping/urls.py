from django.urls import include, path

from mapping import (
    clusters,
    country_views,
    data_views,
    embed,
    ground_views,
    service_views,
    views,
)
from mapping.affected import views as affected
from mapping.offline import views as offline_views
from mapping.wall import views as wall

app_name = "mapping"
urlpatterns = [
    path("", views.settlement_list, name="settlement-list"),
    path("settlements/<slug:code>/", views.settlement_detail, name="settlement-detail"),
    path("embed/<slug:code>/", embed.embed, name="embed"),
    path("settlements/<slug:code>/figures.json", data_views.figures_by_cluster, name="settlement-figures"),
    path("settlements/<slug:code>/counted.json", data_views.structures_counted, name="structures-counted"),
    path("settlements/<slug:code>/clusters/<slug:cluster>/", clusters.cluster_detail, name="cluster-detail"),
    path("settlements/<slug:code>/structures/", views.structure_list, name="structure-list"),
    path("settlements/<slug:code>/structures/<int:pk>/", views.structure_detail, name="structure-detail"),
    path("settlements/<slug:code>/services/", service_views.service_list, name="service-list"),
    path("settlements/<slug:code>/services/<int:pk>/", service_views.service_detail, name="service-detail"),
    path("settlements/<slug:code>/kept.json", offline_views.kept_list, name="settlement-kept-list"),
    path("settlements/<slug:code>/kept/", offline_views.settlement_kept, name="settlement-kept"),
    path("offline/", offline_views.offline, name="offline"),
    path("saved/", offline_views.saved, name="saved"),
    path("service-worker.js", offline_views.service_worker, name="service-worker"),
    path("manifest.webmanifest", offline_views.web_manifest, name="web-manifest"),
    path("settlements/<slug:code>/lanes/", ground_views.lane_list, name="lane-list"),
    path("settlements/<slug:code>/lanes/<int:pk>/", ground_views.lane_detail, name="lane-detail"),
    path("settlements/<slug:code>/overlays/", ground_views.overlay_list, name="overlay-list"),
    path("settlements/<slug:code>/overlays/<int:pk>/", ground_views.overlay_detail, name="overlay-detail"),
    path("settlements/<slug:code>/affected/", affected.affected, name="affected"),
    path("settlements/<slug:code>/affected/keep/", affected.affected_keep, name="affected-keep"),
    path(
        "settlements/<slug:code>/affected/export/<slug:form>/",
        affected.affected_export,
        name="affected-export",
    ),
    path("tiles/country/<int:z>/<int:x>/<int:y>.json", country_views.mark_tile, name="mark-tile"),
    path("settlements/<slug:code>/", include("mapping.edit.urls")),
    path("", include("mapping.tile_urls")),
    path("settlements/<slug:code>/print/", wall.wall_maps, name="wall-maps"),
    path("settlements/<slug:code>/print/<int:pk>/", wall.wall_map, name="wall-map"),
    path("settlements/<slug:code>/print/<int:pk>/file/", wall.wall_map_file, name="wall-map-file"),
]
