/** What it costs to cut bytes into records, and to echo them. Here, since how that is done is nobody else's business. */
package dev.parley.wire;
