package org.wardlight.api.rule;

/** What rules say holds now. It vanishes when its reasons do. Equal conclusions are one. */
public sealed interface Conclusion permits Condition, Desired, Deadline, Stage {}
