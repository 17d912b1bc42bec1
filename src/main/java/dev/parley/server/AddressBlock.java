package dev.parley.server;

import dev.parley.config.Value;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * All addresses that begin with the same bits: {@code 10.0.0.0/8}, {@code fe80::/10}, or just one.
 *
 * <p>IPv4 and IPv6 have nothing in common here, but that an IPv4 address written as IPv6 ({@code ::ffff:10.0.0.1}) is
 * the IPv4 address.
 *
 * @param first the lowest address of the block; {@link InetAddress} keeps a mapped one as IPv4
 * @param prefix how many bits they have in common: 0 to 32, or to 128
 */
record AddressBlock(InetAddress first, int prefix) {
    private static final int MAPPED = 96;
    private static final int NETWORK = 64;
    private static final HexFormat HEX = HexFormat.of();

    private static final String WISH = "an address or a block such as \"10.0.0.0/8\" or \"fe80::/10\"";
    private static final AddressBlock HARMLESS = around(InetAddress.getLoopbackAddress());

    static List<AddressBlock> readAll(Value list) {
        return list.list("a list of addresses and blocks").stream()
                .map(AddressBlock::read)
                .toList();
    }

    /** Reads a literal: a name is refused, and never looked up. */
    static AddressBlock read(Value value) {
        String written = value.text(WISH);
        int slash = written.indexOf('/');
        byte[] address = bytes(slash < 0 ? written : written.substring(0, slash));
        if (address == null) {
            if (value.isText()) {
                value.problem(WISH);
            }
            return HARMLESS;
        }
        int bits = 8 * address.length;
        int prefix = slash < 0 ? bits : prefix(written.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            value.problem("a block with a prefix from 0 to " + bits);
            return HARMLESS;
        }
        byte[] first = masked(address, prefix);
        AddressBlock block = of(first, prefix);
        if (!Arrays.equals(first, address)) {
            value.problem("no bits beyond the prefix, as in \"" + block + "\"");
        }
        return block;
    }

    private static AddressBlock of(byte[] first, int prefix) {
        InetAddress address = inet(first);
        return new AddressBlock(address, address.getAddress().length == first.length ? prefix : prefix - MAPPED);
    }

    /** Stricter than Netty: no brackets, no zone, and no leading zero, which some take for the sign of an octal number. */
    private static byte[] bytes(String literal) {
        return literal.matches("[0-9A-Fa-f:.]+") && !literal.matches("(.*[.:])?0\\d+\\..*|.*\\.0\\d+")
                ? NetUtil.createByteArrayFromIpAddressString(undotted(literal))
                : null;
    }

    /** An IPv6 address that ends as IPv4 does, without that: Netty takes {@code ::10.0.0.1} for a mapped address. */
    private static String undotted(String literal) {
        int colon = literal.lastIndexOf(':');
        byte[] end = NetUtil.createByteArrayFromIpAddressString(literal.substring(colon + 1));
        return colon < 0 || end == null
                ? literal
                : literal.substring(0, colon + 1) + HEX.formatHex(end, 0, 2) + ":" + HEX.formatHex(end, 2, 4);
    }

    private static int prefix(String digits) {
        return digits.matches("0|[1-9]\\d{0,2}") ? Integer.parseInt(digits) : -1;
    }

    /** What counts as one peer: an IPv4 address, or the network of an IPv6 address, since a host has all of it. */
    static AddressBlock around(InetAddress peer) {
        byte[] address = peer.getAddress();
        int prefix = Math.min(8 * address.length, NETWORK);
        return of(masked(address, prefix), prefix);
    }

    boolean holds(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] mine = first.getAddress();
        return bytes.length == mine.length && Arrays.equals(masked(bytes, prefix), mine);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, prefix - 8 * i));
            masked[i] &= (byte) (0xff00 >> kept);
        }
        return masked;
    }

    private static InetAddress inet(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(HEX.formatHex(address), e);
        }
    }

    /** As it is written: an address alone without its prefix. */
    @Override
    public String toString() {
        String address = NetUtil.toAddressString(first);
        return prefix == 8 * first.getAddress().length ? address : address + "/" + prefix;
    }
}
