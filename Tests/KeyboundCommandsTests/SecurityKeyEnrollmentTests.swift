import CommandRuns
import Foundation
import LicenseBinding
import SimulatedKeys
import Testing

/// FIDO2 keys at their enrollment: who may become a license key, and who may not.
struct SecurityKeyEnrollmentTests {
    @Test func `one stick enrolled twice is refused, by what it answers and by what it excludes`()
        async throws
    {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        _ = try await story.bind(key)
        let again = await story.enroll(key, as: "again.json")
        #expect(again.code == 3)
        #expect(again.output.contains("one stick cannot be two keys"))
        #expect(again.output.contains(story.site.path("state/enrollments/fido2-")))
        #expect(key.touches == 1)
        // It says nothing now without a touch, and knows its credential all the same.
        key.set { $0.silence = .refuses }
        let excluded = await story.enroll(key, as: "again.json")
        #expect(excluded.code == 3)
        #expect(excluded.output.contains("one stick cannot be two keys"))
        #expect(key.touches == 2)
        #expect(!FileManager.default.fileExists(atPath: story.site.path("again.json")))
        #expect(await story.enroll(SimulatedKey(), as: "spare.json").code == 0)
    }

    @Test func `a stick that was enrolled on another computer is refused beside its file`()
        async throws
    {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        #expect(await story.enroll(key, as: "key.json").code == 0)
        try FileManager.default.removeItem(atPath: story.site.path("state/enrollments"))
        let beside = await story.enroll(
            key, as: "beside.json", ["--beside", story.site.path("key.json")])
        #expect(beside.code == 3)
        #expect(beside.output.contains("one stick cannot be two keys"))
        let broken = await story.enroll(
            key, as: "beside.json", ["--beside", story.site.path("state/publishers")])
        #expect(broken.code == 1)
    }

    @Test func `an enrolled key is known before it has a license, from the store's own file`()
        async throws
    {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let result = await story.site.keybound(
            "keys", "enroll", "--publisher", "Example Publisher", "--json", ports: story.ports)
        #expect(result.code == 0)
        let id = try #require(result.json?["id"]?.text)
        let file = try #require(result.json?["file"]?.text)
        #expect(file.hasPrefix(story.site.path("state/enrollments/fido2-")))
        let list = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(list.json?["keys"]?[0]?["id"]?.text == id)
        #expect(await story.site.keybound("keys", "test", id, ports: story.ports).code == 0)
        _ = try await story.install("key:" + file)
        #expect(await story.verify().code == 0)
        // A file that is none is told, and hides no key.
        try story.site.write("{}", to: "state/enrollments/broken.json")
        let told = await story.site.keybound("keys", "list", "--json", ports: story.ports)
        #expect(told.json?["keys"]?[0]?["id"]?.text == id)
        #expect(told.diagnostics.contains("broken.json"))
    }

    @Test func `an enrollment is kept, though the place that was named takes no file`()
        async throws
    {
        let key = SimulatedKey()
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let result = await story.enroll(key, as: "nowhere/key.json")
        #expect(result.code == 1)
        let kept = try #require(
            result.diagnostics.firstMatch(of: /kept as (.*\.json)/), "\(result.diagnostics)")
        _ = try await story.install("key:" + kept.1)
        #expect(await story.verify().code == 0)
        #expect(key.touches == 1)
    }

    @Test func `a key's PIN is asked for where it wants one, and never else`() async throws {
        let key = SimulatedKey()
        key.set(pin: "1234")
        key.set { $0.alwaysVerifies = true }
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let unasked = await story.enroll(key, as: "key.json")
        #expect(unasked.code == 1)
        #expect(unasked.diagnostics.contains("at a terminal only"))
        let wrong = await story.enroll(in: story.ports, as: "key.json", pin: "4321")
        #expect(wrong.code == 1)
        #expect(wrong.diagnostics.contains("this is not the key's PIN"))
        let right = await story.enroll(in: story.ports, as: "key.json", pin: "1234")
        #expect(right.code == 0, "\(right)")
        _ = try await story.install("key:" + story.site.path("key.json"))
        #expect(await story.verify().code == 0)
        key.set { $0.alwaysVerifies = false }
        #expect(await story.enroll(SimulatedKey(), as: "other.json").code == 0)
    }

    @Test func `nobody touches the key, and it is not enrolled`() async throws {
        let key = SimulatedKey()
        key.set { $0.touch = .neverComes }
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let result = await story.enroll(key, as: "key.json")
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("nobody touched the key in time"))
        let locate = await story.site.keybound(
            "keys", "locate", "1-1", "--for", "1s", ports: story.ports)
        #expect(locate.code == 0)
        #expect(locate.output.contains("Nobody touched"))
    }

    @Test(arguments: [
        (SimulatedKeyQuirks.Silence.talksNonsense, "cannot prove itself"),
        (.refuses, "cannot prove itself"), (.wantsPIN, "cannot prove itself"),
        (.repeats, "does not fit"),
    ])
    func `a key that cannot sign untouched is refused at its enrollment`(
        _ silence: SimulatedKeyQuirks.Silence, _ reason: String
    ) async throws {
        let key = SimulatedKey()
        key.set { $0.silence = silence }
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let result = await story.enroll(key, as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains(reason), "\(result.output)")
        #expect(!FileManager.default.fileExists(atPath: story.site.path("key.json")))
    }

    @Test func `a key whose counter falls is refused at its enrollment`() async throws {
        let key = SimulatedKey()
        key.set { $0.counter = .falling }
        let story = try await SecurityKeyStory(SimulatedPorts(key))
        let result = await story.enroll(key, as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains("must rise"))
    }

    @Test func `a key in software is refused where makers have to vouch`() async throws {
        let maker = try SimulatedMaker()
        let story = try await SecurityKeyStory(SimulatedPorts())
        try story.site.write(maker.pem, to: "roots.pem")
        let set = await story.site.center(
            "attestation", "set", "--roots", story.site.path("roots.pem"))
        #expect(set.code == 0, "\(set.diagnostics)")
        #expect(
            await story.site.center("catalog", "export", "-o", story.site.path("c.jwt")).code == 0)
        #expect(await story.site.keybound("publisher", "add", story.site.path("c.jwt")).code == 0)
        for voucher in [SimulatedVoucher.itself, .nobody] {
            let key = SimulatedKey()
            key.set(voucher)
            let result = await story.enroll(key, as: "software.json")
            #expect(result.code == 3)
            #expect(result.output.contains("nobody vouches"))
        }
        let real = SimulatedKey()
        real.set(.maker(try maker.certify(real.model)))
        #expect(await story.enroll(real, as: "real.json").code == 0)
        try await story.site.issue("real.lic", bind: "key:" + story.site.path("real.json"))
    }

    @Test func `the publisher believes no enrollment that the site should have refused`()
        async throws
    {
        let story = try await SecurityKeyStory(SimulatedPorts())
        #expect(await story.enroll(SimulatedKey(), as: "software.json").code == 0)
        try story.site.write(SimulatedMaker().pem, to: "roots.pem")
        _ = await story.site.center("attestation", "set", "--roots", story.site.path("roots.pem"))
        let result = await story.site.center(
            "issue", "--product", "planner", "--licensee", "Example Institute", "--bind",
            "key:" + story.site.path("software.json"), "-o", story.site.path("no.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("nobody vouches"))
    }

    @Test func `models that the publisher does not take are refused`() async throws {
        let story = try await SecurityKeyStory(SimulatedPorts())
        let other = "ee882879-721c-4913-9775-3dfcce97072a"
        _ = await story.site.center("attestation", "set", "--model", other)
        _ = await story.site.center("catalog", "export", "-o", story.site.path("c.jwt"))
        _ = await story.site.keybound("publisher", "add", story.site.path("c.jwt"))
        let result = await story.enroll(SimulatedKey(), as: "key.json")
        #expect(result.code == 3)
        #expect(result.output.contains("does not take its model"))
    }
}
