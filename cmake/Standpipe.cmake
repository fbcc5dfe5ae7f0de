# What every folder's CMakeLists.txt uses: standpipe_library, standpipe_executable, standpipe_test, standpipe_fuzz.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  # What ccache asks for where headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>)
endif()

find_package(Threads REQUIRED)
# Designated initializers may leave the other fields at their default: that is what they are for here.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False alarms of GCC 12 in optimised code of the standard library and of Boost.
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds -Wno-stringop-overread)
endif()

# The version that the programs print: written once, rewritten only when it changes.
configure_file(${PROJECT_SOURCE_DIR}/cmake/version.hpp.in ${PROJECT_BINARY_DIR}/generated/standpipe/version.hpp @ONLY)

function(standpipe_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} Threads::Threads)
  standpipe_pch(${name})
endfunction()

function(standpipe_executable name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
endfunction()

# One program of doctest cases, run by CTest. Links doctest's main unless one of the sources brings its own.
function(standpipe_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS" ${ARGN})
  standpipe_executable(${name} SOURCES ${ARG_SOURCES} DEPS ${ARG_DEPS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
endfunction()

# One fuzz target, with its corpus in the folder corpus/NAME. With libFuzzer where STANDPIPE_FUZZ is on, else a test of COUNT inputs.
function(standpipe_fuzz name)
  cmake_parse_arguments(ARG "" "COUNT" "SOURCES;DEPS" ${ARGN})
  if(STANDPIPE_FUZZ)
    standpipe_executable(fuzz_${name} SOURCES ${ARG_SOURCES} DEPS ${ARG_DEPS})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    standpipe_executable(fuzz_${name} SOURCES ${ARG_SOURCES} replay.cpp DEPS ${ARG_DEPS})
    add_test(NAME fuzz_${name} COMMAND fuzz_${name} ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name} ${ARG_COUNT})
    set_tests_properties(fuzz_${name} PROPERTIES TIMEOUT 300)
  endif()
  target_include_directories(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()

# The described entities and Boost.JSON are what nearly every file reads: compiled once for all libraries, and once more for those
# of a folder with other options, which sets `pch` to a name of its own.
set(pch standpipe_pch)
function(standpipe_pch name)
  if(NOT STANDPIPE_PCH)
    return()
  endif()
  if(NOT TARGET ${pch})
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/pch.cpp CONTENT "")  # left as it is where it is there, so that nothing is rebuilt
    add_library(${pch} STATIC ${PROJECT_BINARY_DIR}/pch.cpp)
    target_include_directories(${pch} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${pch} PRIVATE Threads::Threads)
    target_precompile_headers(${pch} PRIVATE
      <algorithm> <array> <atomic> <chrono> <functional> <map> <memory> <mutex> <optional> <string> <string_view> <unordered_map>
      <variant> <vector> <boost/describe.hpp> <boost/json.hpp> <boost/mp11.hpp> <boost/system/result.hpp>)
  endif()
  target_precompile_headers(${name} REUSE_FROM ${pch})
endfunction()
