import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct InstalledFileTests {
    private let prefix: InstalledPrefix

    init() throws {
        prefix = try InstalledPrefix()
    }

    @Test(arguments: ["gcc -std=c99 -pedantic -x c", "g++ -std=c++11 -x c++"])
    func `the header is clean by itself`(compiler: String) async throws {
        let result = try await prefix.run(
            "\(compiler) -Wall -Wextra -Werror -fsyntax-only \(prefix.path)/include/keybound.h")
        #expect(result.code == 0, "\(result.output)")
        #expect(result.output.isEmpty)
    }

    @Test func `the library exports what the header declares and nothing else`() async throws {
        let header = try String(
            contentsOfFile: prefix.path + "/include/keybound.h", encoding: .utf8)
        let code = header.replacing(/(?s)\/\*.*?\*\//, with: "")
        let declared = Set(code.matches(of: /\b(keybound_[a-z_]+)\(/).map { String($0.1) })
        let symbols = try await prefix.run("nm -D --defined-only \(prefix.library)")
        let exported = Set(
            symbols.output.split(separator: "\n").compactMap { line in
                line.split(separator: " ").last?.split(separator: "@").first.map(String.init)
            })
        #expect(declared.count >= 13)
        #expect(exported == declared)
    }

    @Test func `the library has its name, and needs no Swift`() async throws {
        let dynamic = try await prefix.run("readelf -d \(prefix.library)")
        #expect(dynamic.output.contains("soname: [libKeyboundC.so.1]"))
        #expect(dynamic.output.contains("NODELETE"))
        for name in ["swift", "Foundation", "dispatch"] {
            #expect(!dynamic.output.contains("[lib\(name)"), "\(dynamic.output)")
        }
    }

    @Test func `programs run without Swift, and have manuals and completions`() async throws {
        for program in ["keybound", "keybound-center"] {
            let version = try await prefix.run("env -i \(prefix.path)/bin/\(program) --version")
            #expect(version.code == 0, "\(version.output)")
            let manual = try await prefix.run(
                "man -l \(prefix.path)/share/man/man1/\(program).1 | cat")
            #expect(
                manual.output.contains("Exit codes") || manual.output.contains("EXIT"),
                "\(manual.output)")
        }
        for file in [
            "share/bash-completion/completions/keybound", "share/zsh/site-functions/_keybound",
            "share/fish/vendor_completions.d/keybound.fish", "share/man/man1/keybound-serve.1",
            "lib/udev/rules.d/70-keybound.rules", "lib/sysusers.d/keybound.conf",
        ] {
            #expect(FileManager.default.fileExists(atPath: prefix.path + "/" + file), "\(file)")
        }
    }

    @Test func `the units are what the service manager takes, and exposed to little`() async throws
    {
        let units = prefix.path + "/lib/systemd/system"
        let verified = try await prefix.run(
            "MANPATH=\(prefix.path)/share/man systemd-analyze verify --man=no \(units)/keybound*"
        )
        #expect(verified.code == 0, "\(verified.output)")
        for (unit, most) in [("keybound", 20), ("keybound-backup", 20), ("keybound-exchange", 30)] {
            let security = try await prefix.run(
                "systemd-analyze security --offline=true --threshold=\(most) \(units)/\(unit).service | tail -1"
            )
            #expect(security.output.contains("OK"), "\(unit): \(security.output)")
        }
        let timer = try await prefix.run("cat \(units)/keybound-backup.timer")
        #expect(timer.output.contains("OnCalendar=daily"))
    }
}
