package import FoundationEssentials

/// A license in use over time: what its keys last showed, and since when one is missed.
///
/// It counts by a clock that nobody sets. A key that another program uses stays what it was until its proof is too
/// old; one that is gone leaves the license to its grace.
package struct LicenseStanding: Sendable {
    package typealias Instant = ContinuousClock.Instant

    private struct Sighting: Sendable {
        let key: PresentKey
        let learned: Instant

        /// The key with the age that its proof has by now; nothing when what it showed is too old.
        func aged(at now: Instant, within limit: Duration) -> PresentKey? {
            let passed = now - learned
            guard let proof = key.proof else { return passed <= limit ? key : nil }
            // A start is judged by the verifier itself, which names the proof that is too old.
            guard passed == .zero || proof.age + passed <= limit else { return nil }
            var key = key
            key.proof = PresentedProof(
                nonce: proof.nonce, proof: proof.proof, age: proof.age + passed,
                lastCounter: proof.lastCounter)
            return key
        }
    }

    package let license: SignedLicense
    /// What was known at the last look, but for the keys.
    private var evidence: Evidence
    private var learned: Instant
    private var sightings: [Sighting] = []
    /// When enough of the keys were there last.
    private var satisfied: Instant?
    /// Whether the license was accepted once, so that a program runs on it.
    package private(set) var isRunning = false

    /// - Parameter evidence: the first look.
    package init(_ license: SignedLicense, _ evidence: Evidence, at now: Instant) {
        self.license = license
        self.evidence = evidence
        learned = now
        learn(evidence, at: now)
    }

    /// Another look at the keys, and at all else.
    package mutating func learn(_ new: Evidence, at now: Instant) {
        let kept = sightings.filter { mayStillBe($0, beside: new.keys, at: now) }
        sightings = kept + new.keys.map { Sighting(key: $0, learned: now) }
        evidence = new
        learned = now
        var look = new
        look.use = use
        if LicenseVerifier.seesKeys(of: license, given: look) { satisfied = now }
        if verdict(at: now, time: new.time).isAccepted { isRunning = true }
    }

    /// - Parameter time: what the wall clock says.
    package func verdict(at now: Instant, time: Date) -> Verdict {
        var evidence = evidence
        evidence.use = use
        evidence.time = time
        evidence.clockFloor = evidence.clockFloor.map { $0 + (now - learned).timeInterval }
        evidence.keys = sightings.compactMap { $0.aged(at: now, within: use.longestProof) }
        evidence.keysLastSeen = keysLastSeen(at: now)
        evidence.seat = evidence.seat?.aged(by: now - learned)
        return LicenseVerifier.verdict(on: license, given: evidence)
    }

    /// When the verdict changes though nothing happens: the end of a grace or of a proof.
    package func nextChange(after now: Instant, time: Date) -> Instant? {
        let verdict = verdict(at: now, time: time)
        let grace = verdict.graceLeft.map { now + $0 }
        let lease = evidence.seat.map { learned + $0.left }
        let proofs = sightings.compactMap { sighting in
            sighting.key.proof.map { sighting.learned + use.longestProof - $0.age }
        }
        let term = [license.notBefore, license.expires].compactMap(\.self)
            .map { $0.timeIntervalSince(time) }.filter { $0 > 0 && $0 < 86400 }
            .map { now + .seconds($0) }
        return ([grace, lease].compactMap(\.self) + proofs + term).filter { $0 > now }.min()
    }

    /// Whether a key that another program has may be one that is needed, and was not proven lately.
    package var isBusy: Bool {
        let keys = sightings.map(\.key)
        return license.binding.keys.contains { bound in
            !keys.contains { $0.id == bound.id }
                && keys.contains { $0.state == .busy && $0.mayBe(bound.id) }
        }
    }

    private var use: Evidence.Use { isRunning ? .running : .start }

    private func keysLastSeen(at now: Instant) -> Duration? {
        let before = evidence.keysLastSeen.map { $0 + (now - learned) }
        let here = satisfied.map { now - $0 }
        return [before, here].compactMap(\.self).min()
    }

    /// Whether a key that shows nothing now, as another program uses it, may be one that was proven.
    private func mayStillBe(
        _ sighting: Sighting, beside keys: [PresentKey], at now: Instant
    ) -> Bool {
        guard let id = sighting.key.id, sighting.key.proof != nil, isRunning,
            !keys.contains(where: { $0.id == id }),
            sighting.aged(at: now, within: use.longestProof) != nil
        else { return false }
        return keys.contains { $0.state == .busy && $0.mayBe(id) }
    }
}
