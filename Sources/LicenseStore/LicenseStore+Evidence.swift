package import LicenseBinding

extension LicenseStore {
    /// What the store knows about a license: the time, the highest certain time, what was withdrawn
    /// and replaced, the computer it was installed on, and when its keys were last seen.
    package func evidence(
        on license: SignedLicense, in contents: StoreContents, at moment: Moment
    ) -> Evidence {
        var evidence = Evidence(time: moment.time)
        evidence.clockFloor = clockFloor(at: moment)
        evidence.revocations = contents.revocations[license.root]
        evidence.successors[license.id] = contents.successor(of: license, at: moment.time)
        evidence.snapshot = snapshot(of: license.id)?.machine
        if license.binding.mode.hasKeys {
            evidence.keysLastSeen = keysLastSeen(of: license.id, at: moment)
        }
        return evidence
    }

    /// Keeps what the check of an installed license has shown: a signed time, and the keys where
    /// an absence is tolerated.
    package func record(
        _ license: SignedLicense, given evidence: Evidence, at moment: Moment
    ) throws(StoreError) {
        try raiseClock(to: license.issuedAt, at: moment)
        guard license.binding.grace.start > .zero,
            LicenseVerifier.seesKeys(of: license, given: evidence)
        else { return }
        try recordKeys(of: license.id, at: moment)
    }
}
