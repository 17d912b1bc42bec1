/** What it costs to cut bytes into records. Here, since how that is done is nobody else's business. */
package dev.parley.wire;
