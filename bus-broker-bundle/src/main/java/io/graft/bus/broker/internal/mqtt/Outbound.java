package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.route.Publication;
import java.util.List;

/** A message for a client. */
final class Outbound {

    final Publication publication;
    final int qos;
    final boolean retain;
    final List<Integer> ids;
    int packetId;
    boolean repeated;

    Outbound(Publication publication, int qos, boolean retain, List<Integer> ids) {
        this.publication = publication;
        this.qos = qos;
        this.retain = retain;
        this.ids = ids;
    }
}
