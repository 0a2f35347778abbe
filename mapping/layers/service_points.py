"""Toilets, taps, schools: what serves people."""

from mapping.layers.base import BOX, MOVED, Layer


class ServicePointLayer(Layer):
    """Toilet blocks, taps, schools …: k is the kind, s whether it works."""

    name = "service-points"
    # Two signs' width: whether a sign has room depends on its neighbours, and both tiles must find the same.
    margin = 640

    def query(self, zoom: int) -> str:
        return f"""
            SELECT id, kind AS k, status AS s, {MOVED.format(shape="ST_Transform(location, 3857)")} AS geom
            FROM settlements_servicepoint
            WHERE settlement_id = %(settlement)s AND location && ST_Transform({BOX}, 4326)
        """


class PublicServicePointLayer(ServicePointLayer):
    """The same for everybody: kind and state, no name."""

    name = "service-points-public"
    is_public = True
