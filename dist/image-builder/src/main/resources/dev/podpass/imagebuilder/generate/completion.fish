# fish completion for podpass
function __podpass_words
    switch "$argv[1]"
        WORDS
    end
end
function __podpass_complete
    set -l word (commandline -ct)
    set -l words (commandline -opc)
    set -l context podpass
    for each in $words[2..-1]
        string match -q -- '-*' $each; and continue
        contains -- $each (__podpass_words "$context"); and set context "$context $each"
    end
    set -l before ''
    if string match -q -- '-*=*' "$word"
        set context '='(string replace -r -- '=.*' '' "$word")
        set before (string match -r -- '.*[=,]' "$word")
    else if not string match -q -- '-*' "$word"; and test (count (__podpass_words "=$words[-1]")) -gt 0
        set context "=$words[-1]"
    end
    set -l value (string sub -s (math (string length -- "$before") + 1) -- "$word")
    for each in (__podpass_words "$context")
        switch $each
            case FILES
                for file in (__fish_complete_path "$value")
                    echo "$before$file"
                end
            case DIRECTORIES
                for file in (__fish_complete_directories "$value" '')
                    echo "$before$file"
                end
            case '*'
                echo "$before$each"
        end
    end
end
complete -c podpass -e
complete -c podpass -f -a '(__podpass_complete)'
