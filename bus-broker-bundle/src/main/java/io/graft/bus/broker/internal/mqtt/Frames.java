package io.graft.bus.broker.internal.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes on whole packets, as many as have come, to the protocol's decoder: that takes a packet which comes in pieces for
 * one that is too long. Knows the length of a packet before it has come, and so bounds what all connections together
 * gather of large ones.
 */
final class Frames extends ByteToMessageDecoder {

    private static final int LENGTH_BYTES = 4;
    private static final int MORE = 0x80;
    private static final int BITS = 7;
    private static final int TYPE = 0xf0;
    private static final int PUBLISH = 0x30;
    /** What is no larger than this is not counted: the number of connections bounds it. Only a PUBLISH may be larger. */
    static final int SMALL = 256 << 10;

    /**
     * What large packets of all connections may need together while they are gathered.
     *
     * @param gathered how much they do
     */
    record Budget(long most, AtomicLong gathered) {

        Budget(long most) {
            this(most, new AtomicLong());
        }

        private boolean take(int bytes) {
            long before = gathered.getAndAdd(bytes);
            if (before > 0 && before + bytes > most) {
                gathered.addAndGet(-bytes);
                return false;
            }
            return true;
        }
    }

    /** There is no memory left for a large packet. */
    static final class BusyException extends CorruptedFrameException {

        private static final long serialVersionUID = 1L;

        BusyException(String message) {
            super(message);
        }
    }

    /** What a client is told whose packet can't be taken. */
    static Disconnect reason(Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            return Disconnect.PACKET_TOO_LARGE;
        }
        return cause instanceof BusyException ? Disconnect.SERVER_BUSY : Disconnect.MALFORMED_PACKET;
    }

    private final int most;
    private final Budget budget;
    private int taken;
    private boolean failed;

    /** @param most how large a packet may be */
    Frames(int most, Budget budget) {
        this.most = most;
        this.budget = budget;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (failed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int whole = 0;
        int next = nextSize(in, in.readerIndex());
        int allowed = allowed(in, in.readerIndex());
        while (next > 0 && next <= allowed && whole + next <= in.readableBytes()) {
            whole += next;
            giveBack();
            next = nextSize(in, in.readerIndex() + whole);
            allowed = allowed(in, in.readerIndex() + whole);
        }
        if (whole > 0) {
            out.add(in.readRetainedSlice(whole));
        }
        if (next > allowed) {
            failed = true;
            throw new TooLongFrameException("a packet of " + next + " bytes, more than " + allowed);
        }
        if (next > SMALL && taken == 0) {
            take(next);
        }
    }

    /** The size of the packet that begins here; 0 if too little of it has come to say. */
    private int nextSize(ByteBuf in, int from) {
        long length = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            int at = from + 1 + i;
            if (at >= in.writerIndex()) {
                return 0;
            }
            int digit = in.getByte(at);
            length |= (long) (digit & ~MORE & 0xff) << (BITS * i);
            if ((digit & MORE) == 0) {
                return (int) (length + i + 2);
            }
        }
        failed = true;
        throw new CorruptedFrameException("a packet whose length has more than " + LENGTH_BYTES + " bytes");
    }

    private int allowed(ByteBuf in, int from) {
        boolean publish = from < in.writerIndex() && (in.getByte(from) & TYPE) == PUBLISH;
        return publish ? most : Math.min(most, SMALL);
    }

    private void take(int bytes) {
        if (!budget.take(bytes)) {
            failed = true;
            throw new BusyException("there is no room for one more large packet: " + bytes + " bytes");
        }
        taken = bytes;
    }

    private void giveBack() {
        if (taken > 0) {
            budget.gathered().addAndGet(-taken);
            taken = 0;
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        giveBack();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        giveBack();
        super.channelInactive(context);
    }
}
