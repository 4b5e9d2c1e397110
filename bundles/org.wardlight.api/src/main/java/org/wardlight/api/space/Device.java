package org.wardlight.api.space;

/**
 * One device in the facility.
 *
 * @param type the id of its device type
 * @param room the room (or common space) it serves
 */
public record Device(String id, String type, String connection, String room) {}
