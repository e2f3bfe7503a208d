import LicenseBinding
import TestPublisher
import Testing

struct FixtureTests {
    @Test func `each file in accepted is accepted`() throws {
        let fixtures = try FixtureFolder.accepted()
        #expect(fixtures.count >= 10)
        for fixture in fixtures {
            #expect(codes(of: fixture).isEmpty, "\(fixture.name)")
        }
    }

    @Test func `each file in refused is refused with the code of its name`() throws {
        let fixtures = try FixtureFolder.refused()
        #expect(fixtures.count >= 35)
        for fixture in fixtures {
            let expected = fixture.name.prefix { $0 != "-" }
            #expect(codes(of: fixture) == [String(expected)], "\(fixture.name)")
        }
    }

    @Test func `the stored files are those that the generator makes`() throws {
        #expect(try FixtureFolder.accepted() == Fixture.accepted.sorted { $0.name < $1.name })
        #expect(try FixtureFolder.refused() == Fixture.refused.sorted { $0.name < $1.name })
    }

    private func codes(of fixture: Fixture) -> [String] {
        do throws(Refusal) {
            var reader = Fixture.publisher.reader
            let license = try reader.license(fixture.bytes)
            return LicenseVerifier.verdict(on: license, given: .sample).codes
        } catch {
            return [error.code]
        }
    }
}
