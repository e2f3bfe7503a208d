/// How a simulated key differs from a good one, as real keys do.
package struct SimulatedKeyQuirks: Sendable {
    /// What becomes of the counter with each signature.
    package enum Counter: Sendable {
        case rising(by: UInt32)
        case falling
        /// Always 0: the key has none.
        case none
    }

    /// What a key does that is to sign without a touch.
    package enum Silence: Sendable {
        case signs
        /// It does not know the option.
        case refuses
        /// It answers with a credential and a signature that mean nothing.
        case talksNonsense
        /// It wants its PIN.
        case wantsPIN
        /// It says that this credential is its own, and signs with nothing.
        case claims([UInt8])
        /// It signs, and says that there are so many more answers.
        case counts(Int)
        /// It gives its last answer again, whatever it is asked.
        case repeats
    }

    /// What happens when a touch is waited for.
    package enum Touch: Sendable {
        case comesAtOnce
        /// Nobody is there.
        case neverComes
    }

    package var counter = Counter.rising(by: 1)
    var hasCounter: Bool { if case .none = counter { false } else { true } }

    package var silence = Silence.signs
    package var touch = Touch.comesAtOnce
    /// Whether it makes a credential for who shows its PIN only.
    package var alwaysVerifies = false
    /// Whether it signs with each of its credentials that are asked for, as keys of CTAP 2.0 do.
    package var signsWithAll = false
    /// After how many silent signatures another program has it.
    package var busyAfter: Int?
    /// Whether it knows U2F alone, the predecessor of FIDO2.
    package var isPredecessor = false
    /// How long it takes for an answer.
    package var slowness = Duration.zero
    /// Whether another program has it.
    package var isBusy = false
    /// Until when another program has it.
    package var busyUntil: ContinuousClock.Instant?
    /// After how many reports of the host it is pulled out.
    package var pulledAfter: Int?

    package init() {}
}
