import Foundation
import Programs
import PythonScripts
import Testing

@testable import PhoneCodes

@Suite("Vectors")
struct VectorsTests {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/vectors.json").path

    private func vectors() throws -> Vectors {
        let file = try Data(contentsOf: URL(filePath: Self.path))
        return try JSONDecoder().decode(Vectors.self, from: file)
    }

    @Test
    func `The digits are the same in every version of this program`() throws {
        #expect(try vectors() == Vectors(seed: 1))
    }

    @Test
    func `Each request gives what it must`() throws {
        for vector in try vectors().requests {
            let found = Result { () throws(RequestCodeDefect) in try RequestCode(vector.digits) }
            switch found {
            case .success(let request):
                #expect(vector.gives == "accepted")
                #expect(request.kind.rawValue == vector.kind)
                #expect(request.entitlement == vector.entitlement)
                guard let document = vector.document else { continue }
                let commitment = try Commitment(
                    to: Array(hex: document), request.kind, entitlement: request.entitlement)
                #expect(commitment == request.commitment)
            case .failure(.groups(let groups)):
                #expect(vector.gives == "groups")
                #expect(groups == vector.groups)
            case .failure(.checksum): #expect(vector.gives == "checksum")
            case .failure(.version): #expect(vector.gives == "version")
            case .failure(.kind): #expect(vector.gives == "kind")
            case .failure(let other): Issue.record("\(other)")
            }
        }
    }

    @Test
    func `Each answer gives what it must`() throws {
        for vector in try vectors().answers {
            let key = try #require(
                PhoneKey(number: vector.keyNumber, bytes: Array(hex: vector.publicKey)))
            let request = try RequestCode(vector.request)
            let typed = try AnswerCode(vector.answer)
            let found = Result { () throws(AnswerRepair.Failure) in
                try AnswerRepair.find(typed) { answer in
                    guard let signature = answer.signature else { return nil as Bool? }
                    return key.isValid(signature, for: request, terms: Array(hex: vector.terms))
                        ? true : nil
                }
            }
            switch found {
            case .success(let result):
                #expect(vector.gives == (result.typos.isEmpty ? "accepted" : "repaired"))
                #expect(result.answer.text == vector.meant ?? vector.answer)
            case .failure: #expect(vector.gives == "refused")
            }
        }
    }

    @Test
    func `An implementation of others agrees on all of them`() async throws {
        try await check(Self.path)
    }

    @Test
    func `An implementation of others agrees on those that were never seen before`() async throws {
        let path = NSTemporaryDirectory() + "keybound-vectors-\(UInt64.random(in: 0 ... .max))"
        let seed = UInt64.random(in: 0 ... .max)
        try JSONEncoder().encode(Vectors(seed: seed)).write(to: URL(filePath: path))
        // What stays behind is a file among other temporary ones.
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await check(path, "seed \(seed)")
    }

    @Test
    func `An implementation of others notices what is changed`() async throws {
        var vectors = try vectors()
        vectors.answers[0].terms += "00"
        let path = NSTemporaryDirectory() + "keybound-vectors-\(UInt64.random(in: 0 ... .max))"
        try JSONEncoder().encode(vectors).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let result = try await PythonScript("check_vectors.py").run([path])
        #expect(result.code != 0)
        #expect(result.errors.contains("answers[0]"))
    }

    private func check(_ path: String, _ note: Comment = "") async throws {
        let result = try await PythonScript("check_vectors.py").run([path])
        #expect(result.code == 0, "\(note): \(result.errors)")
        #expect(result.output.contains("answers"))
    }
}
