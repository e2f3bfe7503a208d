import LicenseBinding
import TestPublisher
import Testing

/// What each mode demands of key and machine.
struct AnchorRuleTests {
    private static let other = MachineParameters.sample(changing: [
        .board: ["Example Board 8"], .disk: ["Example Disk C3"],
    ])

    /// The codes of refusals and warnings of a license of that mode.
    private func codes(
        _ mode: Binding.Mode, key: Bool, machine: Bool, lastSeen: Duration? = nil
    ) throws -> [String] {
        let verdict = try verdict(mode, key: key, machine: machine, lastSeen: lastSeen)
        return verdict.codes + (verdict.warnings ?? []).map(\.code)
    }

    private func verdict(
        _ mode: Binding.Mode, key: Bool, machine: Bool, lastSeen: Duration? = nil
    ) throws -> Verdict {
        let license = License.sample(
            binding: Binding(
                mode: mode, keys: mode.hasKeys ? Binding.sample().keys : [],
                grace: Grace(start: .seconds(60)), machine: mode.hasMachine ? .sample() : nil))
        var evidence = Evidence.sample(key ? [.sample()] : [])
        if !machine { evidence.machine = Self.other }
        evidence.keysLastSeen = lastSeen
        let signed = try TestPublisher().signed(license)
        return LicenseVerifier.verdict(on: signed, given: evidence)
    }

    @Test func `a key license wants the key alone`() throws {
        #expect(try codes(.key, key: true, machine: true) == [])
        #expect(try codes(.key, key: true, machine: false) == [])
        #expect(try codes(.key, key: false, machine: true) == ["KEY_ABSENT"])
    }

    @Test func `a machine license wants the machine alone`() throws {
        #expect(try codes(.machine, key: false, machine: true) == [])
        #expect(try codes(.machine, key: true, machine: false) == ["MACHINE_CHANGED"])
        #expect(try verdict(.machine, key: true, machine: true).valid?.keys == [])
    }

    @Test func `a license of key and machine wants both and names all that is wrong`() throws {
        #expect(try codes(.keyAndMachine, key: true, machine: true) == [])
        #expect(try codes(.keyAndMachine, key: false, machine: true) == ["KEY_ABSENT"])
        #expect(try codes(.keyAndMachine, key: true, machine: false) == ["MACHINE_CHANGED"])
        #expect(
            try codes(.keyAndMachine, key: false, machine: false)
                == ["KEY_ABSENT", "MACHINE_CHANGED"])
    }

    @Test func `a license of key or machine wants one of them`() throws {
        #expect(try codes(.keyOrMachine, key: true, machine: true) == [])
        #expect(try codes(.keyOrMachine, key: true, machine: false) == ["MACHINE_CHANGED"])
        #expect(try verdict(.keyOrMachine, key: true, machine: false).valid?.keys == [.sample()])
        #expect(try codes(.keyOrMachine, key: false, machine: true) == [])
        #expect(try verdict(.keyOrMachine, key: false, machine: true).valid?.keys == [])
        let neither = try verdict(.keyOrMachine, key: false, machine: false)
        #expect(neither.codes == ["KEY_ABSENT", "MACHINE_CHANGED"])
    }

    @Test func `grace goes on only where the machine does not answer`() throws {
        let seen = Duration.seconds(1)
        #expect(try codes(.key, key: false, machine: true, lastSeen: seen) == ["IN_GRACE"])
        #expect(try codes(.keyOrMachine, key: false, machine: true, lastSeen: seen) == [])
        #expect(
            try codes(.keyOrMachine, key: false, machine: false, lastSeen: seen)
                == ["IN_GRACE", "MACHINE_CHANGED"])
        #expect(
            try codes(.keyAndMachine, key: false, machine: true, lastSeen: seen) == ["IN_GRACE"])
        #expect(
            try codes(.keyAndMachine, key: false, machine: false, lastSeen: seen)
                == ["MACHINE_CHANGED"])
    }
}
