import HASP
import LicenseBinding
import Testing

@testable import HardwareKeys

/// What is told of keys, joined with the devices that are there.
struct SentinelJoinTests {
    private func told(
        _ runtime: [RuntimeKey], _ library: [LibraryKey]? = nil
    ) -> ToldKeys {
        ToldKeys(
            runtime: .success(runtime), at: .runtime, library: library.map { .success($0) })
    }

    private func text(_ join: SentinelJoin) -> [String] {
        join.sightings.map { "\($0.id?.description ?? "?") \($0.state)" }
    }

    private func passed(_ id: UInt64) -> LibraryKey {
        LibraryKey(id: id, model: nil, check: .passed)
    }

    @Test func `one of each is one key`() {
        let join = SentinelJoin(told([RuntimeKey(id: 7)]), with: 1)
        #expect(join.isSettled && text(join) == ["hasp:7 ready"])
    }

    @Test func `devices that nobody tells of need the run-time`() {
        let join = SentinelJoin(told([RuntimeKey(id: 7)]), with: 3)
        #expect(join.isSettled)
        #expect(text(join) == ["hasp:7 ready", "? needsRuntime", "? needsRuntime"])
        #expect(join.sightings[1].problem == .sentinel([.untold(told: 1, plugged: 3)]))
    }

    @Test func `more keys than devices are none that is there for certain`() {
        let join = SentinelJoin(told([RuntimeKey(id: 7), RuntimeKey(id: 8)]), with: 1)
        #expect(!join.isSettled)
        #expect(text(join) == ["hasp:7 needsRuntime", "hasp:8 needsRuntime"])
    }

    @Test func `keys whose engine answered are there, and the others are not`() {
        let runtime = [RuntimeKey(id: 7), RuntimeKey(id: 8)]
        let join = SentinelJoin(told(runtime, [passed(8)]), with: 1)
        #expect(join.isSettled && text(join) == ["hasp:8 ready"])
        let both = SentinelJoin(told(runtime, [passed(7), passed(8)]), with: 1)
        #expect(!both.isSettled)
    }

    @Test func `a key without a number is anonymous`() {
        let join = SentinelJoin(told([RuntimeKey(id: nil, model: "HASP HL Basic")]), with: 1)
        #expect(text(join) == ["? anonymous"])
    }

    @Test func `where nobody answers, nothing is known`() {
        let nobody = ToldKeys(
            runtime: .failure(.silent), at: .runtime, library: .failure(.silent))
        let join = SentinelJoin(nobody, with: 2)
        #expect(!nobody.isAnswered)
        #expect(text(join) == ["? needsRuntime", "? needsRuntime"])
        #expect(
            join.sightings[0].problem
                == .sentinel([.runtime(.silent, at: .runtime), .library(.silent)]))
    }

    @Test func `the model is the run-time's, or what the key says`() {
        let key = LibraryKey(id: 7, model: "Max", check: .passed)
        #expect(SentinelJoin(told([], [key]), with: 1).sightings[0].toldModel == "Max")
        let named = told([RuntimeKey(id: 7, model: "Sentinel HL Max")], [key])
        #expect(SentinelJoin(named, with: 1).sightings[0].toldModel == "Sentinel HL Max")
    }
}
